// A record whose authors did not see each other: every side with its author and time, the values that
// the chart shows meanwhile marked. Nothing is chosen beforehand; taking a side removes nothing.
import { GitCompareArrows } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { decideCopy } from '../../copy';
import { Button, Chip } from '../../design';
import type { ConflictView, SettleChoice } from '../../ipc';
import { Author, authorOf } from './Author';
import { DecisionCard } from './DecisionCard';
import css from './Decide.module.css';
import { FieldChoices } from './FieldChoices';
import { useSettle } from './useSettle';

type Props = {
  conflict: ConflictView;
  nowMs: number;
  onOpenChart: (chart: string) => void;
  onSettled: () => void;
};

export function ConflictCard({ conflict, nowMs, onOpenChart, onSettled }: Props): ReactNode {
  const { patient, record, heads } = conflict;
  const { settle, busy, failure } = useSettle(patient.chart, onSettled);
  const [each, setEach] = useState(false);
  const eachId = useId();
  const choose = (choice: SettleChoice): void =>
    settle((core, intent) =>
      core.conflictSettle({ chart: patient.chart, intent, record, heads, choice }),
    );
  const mayChoose = conflict.maySettle && !conflict.unreadable;
  return (
    <DecisionCard
      severity="plain"
      icon={<GitCompareArrows size={16} aria-hidden="true" />}
      title={decideCopy.conflict(conflict.what, conflict.about)}
      patient={patient}
      failure={failure}
      maySettle={conflict.maySettle}
      unreadable={conflict.unreadable}
      onOpenChart={onOpenChart}
    >
      {conflict.flags.map((flag) => (
        <p key={flag}>{decideCopy.flags[flag]}</p>
      ))}
      <p>{decideCopy.both}</p>
      <ul className={css.sides}>
        {conflict.sides.map((side) => (
          <li key={side.take} className={css.side} data-testid="side">
            <Author by={side.by} nowMs={nowMs} />
            <dl className={css.values}>
              {side.values.map((value) => (
                <div key={value.label}>
                  <dt>{value.label}</dt>
                  <dd>
                    <strong>{value.text ?? decideCopy.removed}</strong>
                    {value.stands ? <Chip tone="warn">{decideCopy.stands}</Chip> : null}
                  </dd>
                </div>
              ))}
            </dl>
            {mayChoose ? (
              <Button
                size="small"
                data-testid="take-side"
                aria-disabled={busy}
                aria-label={decideCopy.takeNamed(authorOf(side.by))}
                onClick={() => choose({ kind: 'side', take: side.take })}
              >
                {decideCopy.take}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayChoose && conflict.fields.length > 1 ? (
        <Button
          size="small"
          data-testid="choose-fields"
          aria-expanded={each}
          aria-controls={each ? eachId : undefined}
          onClick={() => setEach(!each)}
        >
          {decideCopy.each}
        </Button>
      ) : null}
      {mayChoose && each ? (
        <div id={eachId}>
          <FieldChoices
            conflict={conflict}
            nowMs={nowMs}
            busy={busy}
            onSettle={(values) => choose({ kind: 'fields', values })}
          />
        </div>
      ) : null}
    </DecisionCard>
  );
}
