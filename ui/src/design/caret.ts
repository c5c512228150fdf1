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
  const field = document.getElementById(caret?.field ?? fallback) ?? document.getElementById(fallback);
  field?.focus();
  if (caret === null || field?.id !== caret.field) return;
  if (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) {
    field.setSelectionRange(caret.at, caret.at);
  }
}
