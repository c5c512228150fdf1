// Writing a progress note. Opening it continues the draft of this chart if there is one. Closing,
// another chart and a lock all save first; only "Discard draft" discards, after asking.
import { type ReactNode, useEffect, useState } from 'react';
import { chartCopy } from '../../copy';
import { type Caret, FailureNote, Pane, Skeleton } from '../../design';
import { type ChartView, type Failure, failureOf, type NoteDraft, useCore } from '../../ipc';
import { NoteEditor } from './NoteEditor';

type Props = {
  view: ChartView;
  patient: string;
  /** What a note of this person is called. */
  noteTitle: string;
  caret: Caret | null;
  onClose: () => void;
};

type Loaded =
  | { kind: 'loading' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'ready'; draft: NoteDraft | null };

export function NotePane(props: Props): ReactNode {
  const { view, patient, noteTitle, onClose } = props;
  const core = useCore();
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const { chart } = view;

  useEffect(() => {
    let current = true;
    core.noteDraftLoad({ chart }).then(
      (draft) => {
        if (current) setLoaded({ kind: 'ready', draft });
      },
      (caught: unknown) => {
        if (current) setLoaded({ kind: 'failed', failure: failureOf(caught) });
      },
    );
    return () => {
      current = false;
    };
  }, [core, chart, attempt]);

  if (loaded.kind === 'ready') return <NoteEditor {...props} draft={loaded.draft} />;
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
