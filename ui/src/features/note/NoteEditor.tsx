// The editor of a draft: sections of plain text, assessment and plan first. The save state stands by
// the title, never in a toast.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, type Caret, Dialog, FailureNote, Pane } from '../../design';
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
} from '../../ipc';
import type { DraftKeeper, SaveState } from './DraftKeeper';
import { DraftVersions } from './DraftVersions';
import { GrowingText } from './GrowingText';
import { useHeldDrafts, useSaveState } from './HeldDraftsProvider';
import css from './Note.module.css';
import { ReviewSheet } from './ReviewSheet';
import { SaveStateText } from './SaveStateText';
import { fieldOf, useNoteCaret } from './useNoteCaret';

type Props = {
  view: ChartView;
  patient: string;
  noteTitle: string;
  caret: Caret | null;
  /** Counts the wishes for this note; with each the focus comes into it. */
  asked: number;
  /** Of this chart: what was typed before, and what is typed here. */
  keeper: DraftKeeper;
  /** Of a text beside it: the editor begins anew with what is gone on with. */
  onSettled: (draft: NoteDraft) => void;
  onClose: () => void;
};

type Open = 'nothing' | 'review' | 'discard';

export function NoteEditor(props: Props): ReactNode {
  const { view, patient, noteTitle, caret, asked, keeper, onSettled, onClose } = props;
  const core = useCore();
  const queries = useQueryClient();
  const { chart } = view;
  const copyText = chartCopy.note;
  const drafts = useHeldDrafts();
  const [text, setText] = useState<DraftText>(() => keeper.text ?? emptyNote(noteTitle));
  const state = useSaveState(keeper);
  const [open, setOpen] = useState<Open>('nothing');
  const [deciding, setDeciding] = useState(false);
  const [problem, setProblem] = useState<string | Failure | null>(null);
  const shown = useRef(false);

  const keepCaret = useNoteCaret({ chart, text, caret, asked });
  // Before anybody sees the fields: what is typed is held from the first letter on.
  useLayoutEffect(() => {
    shown.current = true;
    drafts.show(keeper);
    return () => {
      shown.current = false;
      drafts.leave(keeper);
    };
  }, [drafts, keeper]);

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
    setProblem(null);
    await keeper.flush();
    // What is signed is the draft as the core has it: it must be what is shown.
    if (keeper.draft !== null && !keeper.unsaved) setOpen('review');
  };

  const saveAndClose = async (): Promise<void> => {
    setProblem(null);
    await keeper.flush();
    // Not saved, or typed in meanwhile: it stays, and says so. Another pane may be here by now.
    if (!keeper.unsaved && shown.current) onClose();
  };

  const discard = async (): Promise<void> => {
    keeper.close();
    try {
      if (keeper.draft !== null) await core.noteDraftDiscard({ chart, draft: keeper.draft });
      ended();
    } catch (caught) {
      keeper.reopen();
      setProblem(failureOf(caught));
      setOpen('nothing');
    }
  };

  // Signed or discarded: the next note of this chart begins anew.
  const ended = (): void => {
    drafts.discard(chart);
    markDraft(queries, chart, false);
    onClose();
  };

  const signed = (): void => {
    ended();
    refreshChart(queries, chart);
  };

  const words = text.sections.reduce((sum, section) => sum + wordsIn(section.text), 0);
  return (
    <Pane
      title={text.title}
      chip={chartCopy.pane.draft}
      patient={patient}
      meta={<SaveStateText state={state} elsewhere={keeper.elsewhere} />}
      onClose={onClose}
      onPrimary={() => void review()}
      onSave={() => void keeper.flush()}
      summary={
        <>
          {/* In sight however long the note is. */}
          <Problem problem={problem} state={state} />
          <p className={css.counts}>{copyText.words(words)}</p>
        </>
      }
      footer={
        <>
          <Button kind="quiet" onClick={() => (isBlank(text) && keeper.draft === null ? onClose() : setOpen('discard'))}>
            {copyText.discard}
          </Button>
          <Button onClick={() => void saveAndClose()}>{copyText.saveClose}</Button>
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
      <DraftVersions
        keeper={keeper}
        busy={deciding}
        onBusy={setDeciding}
        onSettled={onSettled}
        onFailed={setProblem}
      />
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears of the caret in the fields inside */}
      <div className={css.sections} onBlur={() => void keeper.flush()} onSelect={keepCaret}>
        {text.sections.map((section, index) => (
          <div key={section.heading} className={css.section}>
            <label className={css.heading} htmlFor={fieldOf(index)}>
              {section.heading}
            </label>
            <GrowingText
              id={fieldOf(index)}
              data-testid={`note-section-${index}`}
              value={section.text}
              readOnly={deciding}
              onChange={(event) => change(index, event.target.value)}
            />
          </div>
        ))}
      </div>
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
  if (typeof problem === 'string') {
    return (
      <p className={css.problem} role="alert">
        {problem}
      </p>
    );
  }
  const failed = state.kind === 'failed';
  const shown = problem ?? (failed ? state.failure : null);
  return shown === null ? null : <FailureNote failure={shown} loses={failed} />;
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
