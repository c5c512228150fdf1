// The editor of a draft: sections of plain text, assessment and plan first. The save state stands by
// the title, never in a toast.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, type Caret, Dialog, FailureNote, Pane, useRestoredCaret } from '../../design';
import { wordsIn } from '../../design/format';
import {
  type ChartView,
  type DraftText,
  type Failure,
  failureOf,
  markDraft,
  type NoteDraft,
  refreshChart,
  useCore,
  useFlush,
} from '../../ipc';
import { DraftKeeper, type SaveState } from './DraftKeeper';
import { GrowingText } from './GrowingText';
import css from './Note.module.css';
import { ReviewSheet } from './ReviewSheet';
import { SaveStateText } from './SaveStateText';

type Props = {
  view: ChartView;
  patient: string;
  noteTitle: string;
  caret: Caret | null;
  draft: NoteDraft | null;
  onClose: () => void;
};

type Open = 'nothing' | 'review' | 'discard';

export function NoteEditor({ view, patient, noteTitle, caret, draft, onClose }: Props): ReactNode {
  const core = useCore();
  const queries = useQueryClient();
  const { chart } = view;
  const copyText = chartCopy.note;
  const [text, setText] = useState<DraftText>(() => draft?.text ?? emptyNote(noteTitle));
  const [state, setState] = useState<SaveState>(
    draft === null ? { kind: 'empty' } : { kind: 'saved', atMs: draft.savedAtMs },
  );
  const [open, setOpen] = useState<Open>('nothing');
  const [problem, setProblem] = useState<string | Failure | null>(null);
  const [keeper] = useState(
    () =>
      new DraftKeeper({
        core,
        chart,
        draft,
        onState: setState,
        onSaved: () => markDraft(queries, chart, true),
      }),
  );

  useFlush(() => keeper.flush());
  useRestoredCaret(caret, 'note-section-0');
  useEffect(() => () => void keeper.flush(), [keeper]);

  const change = (index: number, value: string): void => {
    const sections = text.sections.map((section, at) =>
      at === index ? { ...section, text: value } : section,
    );
    const next = { ...text, sections };
    setProblem(null);
    setText(next);
    keeper.changed(next);
  };

  const review = async (): Promise<void> => {
    if (isBlank(text)) {
      setProblem(copyText.nothing);
      return;
    }
    await keeper.flush();
    if (keeper.draft !== null) setOpen('review');
  };

  const discard = async (): Promise<void> => {
    keeper.close();
    try {
      if (keeper.draft !== null) await core.noteDraftDiscard({ chart, draft: keeper.draft });
      markDraft(queries, chart, false);
      onClose();
    } catch (caught) {
      setProblem(failureOf(caught));
      setOpen('nothing');
    }
  };

  const signed = (): void => {
    keeper.close();
    markDraft(queries, chart, false);
    refreshChart(queries, chart);
    onClose();
  };

  const words = text.sections.reduce((sum, section) => sum + wordsIn(section.text), 0);
  return (
    <Pane
      title={text.title}
      chip={chartCopy.pane.draft}
      patient={patient}
      meta={<SaveStateText state={state} />}
      onClose={onClose}
      onPrimary={() => void review()}
      onSave={() => void keeper.flush()}
      summary={<p className={css.counts}>{copyText.words(words)}</p>}
      footer={
        <>
          <Button kind="quiet" onClick={() => (isBlank(text) && keeper.draft === null ? onClose() : setOpen('discard'))}>
            {copyText.discard}
          </Button>
          <Button onClick={onClose}>{copyText.saveClose}</Button>
          <Button
            kind="primary"
            keys="Ctrl Enter"
            data-testid="sign-note"
            onClick={() => void review()}
          >
            {copyText.review}
          </Button>
        </>
      }
    >
      <div className={css.sections} onBlur={() => void keeper.flush()}>
        {text.sections.map((section, index) => (
          <div key={section.heading} className={css.section}>
            <label className={css.heading} htmlFor={`note-section-${index}`}>
              {section.heading}
            </label>
            <GrowingText
              id={`note-section-${index}`}
              data-testid={`note-section-${index}`}
              value={section.text}
              onChange={(event) => change(index, event.target.value)}
            />
          </div>
        ))}
      </div>
      <Problem problem={problem} state={state} />
      {open === 'review' && keeper.draft !== null ? (
        <ReviewSheet
          chart={chart}
          patient={patient}
          draft={keeper.draft}
          text={text}
          onClose={() => setOpen('nothing')}
          onSigned={signed}
        />
      ) : null}
      {open === 'discard' ? (
        <Dialog
          title={copyText.discardTitle}
          meta={patient}
          onClose={() => setOpen('nothing')}
          footer={
            <>
              <Button onClick={() => setOpen('nothing')}>{copyText.keep}</Button>
              <Button onClick={() => void discard()}>{copyText.discard}</Button>
            </>
          }
        >
          <p className={css.ask}>{copyText.discardBody}</p>
        </Dialog>
      ) : null}
    </Pane>
  );
}

function Problem({
  problem,
  state,
}: {
  problem: string | Failure | null;
  state: SaveState;
}): ReactNode {
  const shown = problem ?? (state.kind === 'failed' ? state.failure : null);
  if (shown === null) return null;
  return typeof shown === 'string' ? (
    <p className={css.problem} role="alert">
      {shown}
    </p>
  ) : (
    <FailureNote failure={shown} />
  );
}

function emptyNote(title: string): DraftText {
  return {
    title,
    sections: chartCopy.note.sections.map((heading) => ({ heading, text: '' })),
  };
}

function isBlank(text: DraftText): boolean {
  return text.sections.every((section) => section.text.trim() === '');
}
