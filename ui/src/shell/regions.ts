// F6: the regions of the window in the order they are seen, each with the one element that takes
// the focus. A region not on the screen is passed over.

const ORDER = ['rail', 'tabs', 'main', 'chart', 'pane', 'status'];

/** Focuses the next or previous region; true when there was one. */
export function focusRegion(step: 1 | -1): boolean {
  const regions = ORDER.map((name) => document.querySelector(`[data-region=${name}]`)).filter(
    // "main" holds the chart and the pane; with those on the screen it is no stop of its own.
    (region) => region !== null && region.querySelector('[data-region]') === null,
  );
  const at = regions.findLastIndex((region) => region?.contains(document.activeElement) === true);
  const from = at < 0 && step < 0 ? 0 : at;
  const next = regions.at((from + step) % regions.length);
  if (next === undefined || next === null) return false;
  const inside = next.querySelector('[data-region-focus]') ?? firstFocusable(next) ?? next;
  if (inside instanceof HTMLElement) inside.focus();
  return true;
}

function firstFocusable(region: Element): Element | null {
  return region.querySelector(
    'textarea, input:not([type=hidden]), button:not([tabindex="-1"]), [tabindex="0"]',
  );
}
