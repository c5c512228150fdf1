// Adding to a signed note. The note itself never changes. What is typed is kept by the caller until
// it is signed or emptied.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, type Caret, FailureNote, Pane, useRestoredCaret } from '../../design';
import { momentOf, wordsIn } from '../../design/format';
import { type ChartView, type Failure, failureOf, refreshChart, useCore } from '../../ipc';
import { GrowingText } from './GrowingText';
import css from './Note.module.css';

/** An addendum while it is typed. */
export type AddendumDraft = { note: string; text: string; intent: string };

type Props = {
  view: ChartView;
  patient: string;
  draft: AddendumDraft;
  caret: Caret | null;
  onDraft: (draft: AddendumDraft) => void;
  onClose: () => void;
  onDone: () => void;
};

export function AddendumPane(props: Props): ReactNode {
  const { view, patient, draft, caret, onDraft, onClose, onDone } = props;
  const core = useCore();
  const queries = useQueryClient();
  const text = chartCopy.addendum;
  const [problem, setProblem] = useState<string | Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const notes = view.notes.state === 'listed' ? view.notes.items : [];
  const note = notes.find((each) => each.record === draft.note);

  useRestoredCaret(caret, 'addendum-text');

  const sign = async (): Promise<void> => {
    if (busy) return;
    if (draft.text.trim() === '') {
      setProblem(text.nothing);
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await core.noteAddendum({
        chart: view.chart,
        intent: draft.intent,
        note: draft.note,
        text: draft.text,
      });
      refreshChart(queries, view.chart);
      onDone();
    } catch (caught) {
      setProblem(failureOf(caught));
      setBusy(false);
    }
  };

  return (
    <Pane
      title={text.title}
      chip={chartCopy.pane.notSaved}
      patient={patient}
      meta={
        note === undefined ? undefined : (
          <span>{text.to(note.title, note.atMs === null ? '' : momentOf(note.atMs))}</span>
        )
      }
      onClose={onClose}
      onPrimary={() => void sign()}
      summary={<p className={css.counts}>{chartCopy.note.words(wordsIn(draft.text))}</p>}
      footer={
        <>
          <Button kind="quiet" onClick={draft.text.trim() === '' ? onDone : onClose}>
            {chartCopy.pane.close}
          </Button>
          <Button
            kind="primary"
            keys="Ctrl Enter"
            data-testid="sign-addendum"
            aria-disabled={busy}
            onClick={() => void sign()}
          >
            {busy ? chartCopy.note.signing : text.sign(patient)}
          </Button>
        </>
      }
    >
      <div className={css.sections}>
        <div className={css.section}>
          <label className={css.heading} htmlFor="addendum-text">
            {text.text}
          </label>
          <GrowingText
            id="addendum-text"
            data-testid="addendum-text"
            value={draft.text}
            onChange={(event) => {
              setProblem(null);
              onDraft({ ...draft, text: event.target.value });
            }}
          />
        </div>
      </div>
      {problem === null ? null : typeof problem === 'string' ? (
        <p className={css.problem} role="alert">
          {problem}
        </p>
      ) : (
        <FailureNote failure={problem} loses />
      )}
    </Pane>
  );
}
