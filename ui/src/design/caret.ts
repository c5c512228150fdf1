// Where somebody was typing: the field's id and the place in its text. It lets a lock give back
// the caret with the text. Holds no text.
import { useEffectEvent, useLayoutEffect } from 'react';

/** `of` is how long the text was: of another length, it is not the text that `at` was a place in. */
export type Caret = { field: string; at: number; of: number };

/** The caret of the focused field within `region`, or null. */
export function caretIn(region: string): Caret | null {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return null;
  if (field.id === '' || field.closest(region) === null) return null;
  const of = field.value.length;
  return { field: field.id, at: field.selectionStart ?? of, of };
}

/** Puts the caret back once, when the pane opens; `fallback` is the field to start in otherwise. */
export function useRestoredCaret(caret: Caret | null, fallback: string): void {
  const restore = useEffectEvent(() => restoreCaret(caret, fallback));
  useLayoutEffect(() => restore(), []);
}

function restoreCaret(caret: Caret | null, fallback: string): void {
  if (caret === null || !putCaret(caret)) document.getElementById(fallback)?.focus();
}

/** Focuses the field with the caret at its place, else at its end; false when there is no such field. */
export function putCaret({ field: id, at, of }: Caret): boolean {
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    // What is typed next never lands within text that changed meanwhile.
    const place = field.value.length === of ? at : field.value.length;
    field.setSelectionRange(place, place);
  }
  return field !== null;
}
