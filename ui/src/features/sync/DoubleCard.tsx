// A dose that may have been given twice. Of high severity: it says so first, and every giving stays
// until a person says which is an error, or that all were given.
import { OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { decideCopy } from '../../copy';
import { Button, Chip } from '../../design';
import { nearMomentOf } from '../../design/format';
import type { DoubleView, GivingView } from '../../ipc';
import { authorOf } from './Author';
import { DecisionCard } from './DecisionCard';
import css from './Decide.module.css';
import { useSettle } from './useSettle';

type Props = {
  double: DoubleView;
  nowMs: number;
  onOpenChart: (chart: string) => void;
  onSettled: () => void;
};

export function DoubleCard({ double, nowMs, onOpenChart, onSettled }: Props): ReactNode {
  const { patient } = double;
  const { settle, busy, failure } = useSettle(patient.chart, onSettled);
  const say = (wrong: string | null): void =>
    settle((core, intent) =>
      core.doubleSettle({
        chart: patient.chart,
        intent,
        givings: double.givings.map(({ record, version }) => ({ record, version })),
        wrong,
      }),
    );
  const givenAt = ({ givenAtMs }: GivingView): string | null =>
    givenAtMs === null ? null : nearMomentOf(givenAtMs, nowMs);
  return (
    <DecisionCard
      severity="high"
      icon={<OctagonAlert size={16} aria-hidden="true" />}
      title={decideCopy.double(double.drug)}
      patient={patient}
      failure={failure}
      maySettle={double.maySettle}
      unreadable={false}
      onOpenChart={onOpenChart}
      actions={
        <Button size="small" data-testid="all-given" aria-disabled={busy} onClick={() => say(null)}>
          {decideCopy.allGiven}
        </Button>
      }
    >
      <p>{decideCopy.due(nearMomentOf(double.dueAtMs, nowMs))}</p>
      <ul className={css.sides}>
        {double.givings.map((giving) => (
          <li key={giving.record} className={css.side} data-testid="giving">
            <strong>{decideCopy.given(giving.dose, givenAt(giving))}</strong>
            {giving.performer === null ? null : <p>{decideCopy.performer(giving.performer)}</p>}
            <p>{decideCopy.writtenBy(authorOf(giving.by))}</p>
            {giving.unsent ? <Chip tone="local">{decideCopy.unsent}</Chip> : null}
            {double.maySettle ? (
              <Button
                size="small"
                data-testid="giving-wrong"
                aria-disabled={busy}
                aria-label={decideCopy.wrongAt(givenAt(giving))}
                onClick={() => say(giving.record)}
              >
                {decideCopy.wrong}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </DecisionCard>
  );
}
