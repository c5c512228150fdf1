// Whether the focus is somewhere a screen that opens may take it from: nowhere, or outside the
// screens. A dialog keeps it.

/** True when no screen, pane or dialog has the focus. */
export function isFocusAway(): boolean {
  const focused = document.activeElement;
  return focused === null || focused.closest('[data-region=main], dialog') === null;
}
