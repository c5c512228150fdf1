// Where a person goes on writing in a note: where they were, else at the end of its text.
import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { type Caret, caretIn, putCaret, useRestoredCaret } from '../../design';
import type { DraftText } from '../../ipc';
import { useHeldDrafts } from './HeldDraftsProvider';

const PANE = '[data-region=pane]';

/** The id of a section's field. */
export const fieldOf = (section: number): string => `note-section-${section}`;

type Options = {
  chart: string;
  text: DraftText;
  /** As it was before a lock. */
  caret: Caret | null;
  /** Grows with each wish for the note. */
  asked: number;
};

/** Puts the caret into the note when it opens and when it is asked for; call the answer when the caret moves. */
export function useNoteCaret({ chart, text, caret, asked }: Options): () => void {
  const drafts = useHeldDrafts();
  const seen = useRef(asked);

  const lastPlace = (): Caret => drafts.caretOf(chart) ?? endOf(text);
  useRestoredCaret(caret ?? lastPlace(), fieldOf(0));

  const enter = useEffectEvent((): void => {
    if (caretIn(PANE) === null) putCaret(lastPlace());
  });
  useEffect(() => {
    if (seen.current === asked) return;
    seen.current = asked;
    enter();
  }, [asked]);

  return useCallback(() => {
    const now = caretIn(PANE);
    if (now !== null) drafts.keepCaret(chart, now);
  }, [drafts, chart]);
}

function endOf(text: DraftText): Caret {
  const last = text.sections.findLastIndex((section) => section.text !== '');
  const at = text.sections[last]?.text.length ?? 0;
  return { field: fieldOf(Math.max(0, last)), at, of: at };
}
