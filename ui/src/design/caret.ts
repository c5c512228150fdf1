// Where somebody was typing: the field's id and the place in its text. It lets a lock give back
// the caret with the text. Holds no text.
import { useEffectEvent, useLayoutEffect } from 'react';

export type Caret = { field: string; at: number };

/** The caret of the focused field within `region`, or null. */
export function caretIn(region: string): Caret | null {
  const field = document.activeElement;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return null;
  if (field.id === '' || field.closest(region) === null) return null;
  return { field: field.id, at: field.selectionStart ?? field.value.length };
}

/** Puts the caret back once, when the pane opens; `fallback` is the field to start in otherwise. */
export function useRestoredCaret(caret: Caret | null, fallback: string): void {
  const restore = useEffectEvent(() => restoreCaret(caret, fallback));
  useLayoutEffect(() => restore(), []);
}

function restoreCaret(caret: Caret | null, fallback: string): void {
  if (caret === null || !putCaret(caret)) document.getElementById(fallback)?.focus();
}

/** Focuses the field with the caret at its place; false when there is no such field. */
export function putCaret({ field: id, at }: Caret): boolean {
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    field.setSelectionRange(at, at);
  }
  return field !== null;
}
