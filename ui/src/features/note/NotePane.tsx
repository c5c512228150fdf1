// Writing a progress note. Opening it continues the draft of this chart if there is one: what is
// held and not saved, else what the core has. Closing, another chart and a lock all save first; only
// "Discard draft" discards, after asking.
import { type ReactNode, useEffect, useState } from 'react';
import { chartCopy } from '../../copy';
import { type Caret, FailureNote, Pane, Skeleton } from '../../design';
import { type ChartView, type Failure, failureOf, type NoteDraft, useCore } from '../../ipc';
import type { DraftKeeper } from './DraftKeeper';
import { useHeldDrafts } from './HeldDraftsProvider';
import { NoteEditor } from './NoteEditor';

type Props = {
  view: ChartView;
  patient: string;
  /** What a note of this person is called. */
  noteTitle: string;
  caret: Caret | null;
  /** Counts the wishes for this note; with each the focus comes into it. */
  asked: number;
  onClose: () => void;
};

type Loaded =
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'ready'; keeper: DraftKeeper };

export function NotePane(props: Props): ReactNode {
  const { view, patient, noteTitle, onClose } = props;
  const core = useCore();
  const [attempt, setAttempt] = useState(0);
  /** Counts the editors: each begins with the text of its keeper. */
  const [turn, setTurn] = useState(0);
  const drafts = useHeldDrafts();
  const { chart } = view;
  const [held] = useState(() => drafts.find(chart));
  const [loaded, setLoaded] = useState<Loaded>(
    held === null ? { kind: 'loading' } : { kind: 'ready', keeper: held },
  );

  useEffect(() => {
    if (held !== null) return;
    let current = true;
    core.noteDraftLoad({ chart }).then(
      (draft) => {
        if (current) setLoaded({ kind: 'ready', keeper: drafts.make(chart, draft) });
      },
      (caught: unknown) => {
        if (current) setLoaded({ kind: 'failed', failure: failureOf(caught) });
      },
    );
    return () => {
      current = false;
    };
  }, [core, drafts, held, chart, attempt]);

  const settled = (draft: NoteDraft): void => {
    setTurn(turn + 1);
    setLoaded({ kind: 'ready', keeper: drafts.make(chart, draft) });
  };

  if (loaded.kind === 'ready') {
    return <NoteEditor key={turn} {...props} keeper={loaded.keeper} onSettled={settled} />;
  }
  return (
    <Pane
      title={noteTitle}
      chip={chartCopy.pane.draft}
      patient={patient}
      onClose={onClose}
      onPrimary={() => undefined}
      footer={null}
    >
      {loaded.kind === 'loading' ? (
        <Skeleton rows={5} label={chartCopy.note.opening} />
      ) : (
        <FailureNote failure={loaded.failure} onRetry={() => setAttempt(attempt + 1)} />
      )}
    </Pane>
  );
}
