// Recording a set of vitals. Numbers stay text as typed and are judged by the core at every key:
// points, total and questions are its answers. The wheel and dropped text change nothing, because a
// number that changes unseen is a hazard.
import { type ReactNode, useState } from 'react';
import { chartCopy } from '../../copy';
import { BandBadge, Button, type Caret, Dialog, FailureNote, Pane, useRestoredCaret } from '../../design';
import {
  type ChartView,
  type Failure,
  failureOf,
  useCore,
  useNow,
  type VitalsCheck,
  type VitalsEntry,
} from '../../ipc';
import { isEmpty, type NumberField, ROWS, type VitalsDraft } from './entry';
import { TakenAt } from './TakenAt';
import { useCheck } from './useCheck';
import css from './Vitals.module.css';
import { VitalsRow } from './VitalsRow';

type Props = {
  view: ChartView;
  patient: string;
  offline: boolean;
  draft: VitalsDraft;
  caret: Caret | null;
  /** Keeps what is typed. */
  onDraft: (draft: VitalsDraft) => void;
  /** Closes; what is typed stays kept. */
  onClose: () => void;
  /** Saved, or discarded by choice: the draft is done with. */
  onDone: (savedAtMs: number | null) => void;
};

type Refusal = { kind: 'words'; text: string } | { kind: 'failure'; failure: Failure };

export function VitalsPane(props: Props): ReactNode {
  const { view, patient, draft, caret, onDraft, onClose, onDone } = props;
  const core = useCore();
  const now = useNow(5000);
  const text = chartCopy.entry;
  const { check, failed } = useCheck(view.chart, draft.entry);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);

  useRestoredCaret(caret, 'vitals-respiratoryRate');

  const change = (entry: VitalsEntry): void => {
    setRefusal(null);
    onDraft({ ...draft, entry, takenAtMs: draft.takenAtMs ?? core.now() });
  };

  const save = async (partial: boolean): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      // What is on the screen may be the answer to the key before the last.
      const judged = await core.vitalsCheck({ chart: view.chart, entry: draft.entry });
      const reason = refusalOf(draft.entry, judged, partial);
      if (reason !== null) {
        setRefusal({ kind: 'words', text: reason });
        setBusy(false);
        return;
      }
      const { savedAtMs } = await core.vitalsRecord({
        chart: view.chart,
        intent: draft.intent,
        takenAtMs: draft.takenAtMs ?? core.now(),
        entry: draft.entry,
        partial,
      });
      onDone(savedAtMs);
    } catch (caught) {
      setRefusal({ kind: 'failure', failure: failureOf(caught) });
      setBusy(false);
    }
  };

  const problem: Refusal | null = refusal ?? (failed === null ? null : { kind: 'failure', failure: failed });
  return (
    <Pane
      title={text.title}
      chip={chartCopy.pane.notSaved}
      patient={patient}
      meta={<Meta view={view} offline={props.offline} />}
      onClose={onClose}
      onPrimary={() => void save(false)}
      summary={<Total check={isEmpty(draft.entry) ? null : check} />}
      footer={
        <>
          <Button
            kind="quiet"
            onClick={() => (isEmpty(draft.entry) ? onDone(null) : setAsking(true))}
          >
            {chartCopy.pane.discard}
          </Button>
          <Button data-testid="save-partial" onClick={() => void save(true)}>
            {text.partial}
          </Button>
          <Button
            kind="primary"
            keys="Ctrl Enter"
            data-testid="save-vitals"
            aria-disabled={busy}
            onClick={() => void save(false)}
          >
            {busy ? text.saving : text.save}
          </Button>
        </>
      }
    >
      <TakenAt
        nowMs={now}
        takenAtMs={draft.takenAtMs}
        onTakenAt={(takenAtMs) => onDraft({ ...draft, takenAtMs })}
      />
      <div className={css.rows}>
        {ROWS.map((row) => (
          <VitalsRow
            key={row.code}
            row={row}
            entry={draft.entry}
            check={check?.rows.find((each) => each.code === row.code) ?? null}
            onText={(field: NumberField, value) => change({ ...draft.entry, [field]: value })}
            onLevel={(acvpu) => change({ ...draft.entry, acvpu })}
          />
        ))}
      </div>
      <div className={css.problem} role="alert">
        {problem === null ? null : problem.kind === 'words' ? (
          <p>{problem.text}</p>
        ) : (
          <FailureNote failure={problem.failure} loses={refusal !== null} />
        )}
      </div>
      {asking ? (
        <Dialog
          title={text.discardTitle}
          meta={patient}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{text.keep}</Button>
              <Button onClick={() => onDone(null)}>{text.discard}</Button>
            </>
          }
        >
          <p className={css.ask}>{text.discardBody}</p>
        </Dialog>
      ) : null}
    </Pane>
  );
}

function Meta({ view, offline }: { view: ChartView; offline: boolean }): ReactNode {
  return (
    <>
      {view.banner.born === null ? null : <span>{chartCopy.pane.born(view.banner.born)}</span>}
      {offline ? <span className={css.offline}>{chartCopy.pane.offline}</span> : null}
    </>
  );
}

function Total({ check }: { check: VitalsCheck | null }): ReactNode {
  return (
    <div className={css.total} role="status" data-testid="vitals-total">
      <BandBadge band={check?.band ?? null}>{check?.total ?? '–'}</BandBadge>
      <div>
        <p className={css.heading}>{check?.heading ?? chartCopy.entry.start}</p>
        <p className={css.advice}>{check?.advice ?? chartCopy.entry.startAdvice}</p>
      </div>
    </div>
  );
}

function refusalOf(entry: VitalsEntry, check: VitalsCheck, partial: boolean): string | null {
  const text = chartCopy.entry;
  if (isEmpty(entry)) return text.nothing;
  if (check.rows.some((row) => row.question !== null)) return text.question;
  if (check.complete) return null;
  return partial && check.partial ? null : text.incomplete;
}
