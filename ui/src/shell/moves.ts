// How the place changes. Pure: every move is tested without a screen.
import type { Section } from '../features/chart';
import { isEmpty, newDraft, type VitalsDraft } from '../features/vitals';
import type { AddendumDraft } from '../features/note';
import type { OpenChart, Place } from './place';

export type Move =
  | { kind: 'ward' }
  | { kind: 'unit'; unit: string }
  | { kind: 'row'; chart: string }
  | { kind: 'open'; chart: string }
  | { kind: 'close'; chart: string }
  | { kind: 'cycle'; step: 1 | -1 }
  | { kind: 'section'; chart: string; section: Section }
  | { kind: 'vitals'; chart: string }
  | { kind: 'note'; chart: string }
  | { kind: 'addendum'; chart: string; draft: AddendumDraft }
  | { kind: 'vitalsDraft'; chart: string; draft: VitalsDraft }
  | { kind: 'addendumDraft'; chart: string; draft: AddendumDraft }
  | { kind: 'closePane'; chart: string }
  | { kind: 'donePane'; chart: string }
  | { kind: 'letters'; letters: boolean };

/** The caret belongs to the pane that was open when it was kept: one that opens later starts at its beginning. */
export function moved(place: Place, move: Move): Place {
  const next = after(place, move);
  return paneOf(next) === paneOf(place) ? next : { ...next, caret: null };
}

/** Which pane is in front, and of what. */
export function paneOf(place: Place): string {
  const tab = tabOf(place, place.active);
  if (tab === undefined || tab.pane === null) return '';
  const intent = { vitals: tab.vitals?.intent, addendum: tab.addendum?.intent, note: '' };
  return `${tab.chart} ${tab.pane} ${intent[tab.pane] ?? ''}`;
}

function after(place: Place, move: Move): Place {
  switch (move.kind) {
    case 'ward':
      return { ...place, active: null };
    case 'unit':
      return { ...place, unit: move.unit };
    case 'row':
      return { ...place, row: move.chart };
    case 'open':
      return opened(place, move.chart);
    case 'close':
      return closed(place, move.chart);
    case 'cycle':
      return cycled(place, move.step);
    case 'section':
      return changed(place, move.chart, { section: move.section });
    case 'vitals':
      return changed(place, move.chart, {
        pane: 'vitals',
        vitals: tabOf(place, move.chart)?.vitals ?? newDraft(),
      });
    case 'note':
      return noteAsked(place, move.chart);
    case 'addendum':
      return withAddendum(place, move.chart, move.draft);
    case 'vitalsDraft':
      return changed(place, move.chart, { vitals: move.draft });
    case 'addendumDraft':
      return changed(place, move.chart, { addendum: move.draft });
    case 'closePane':
      return paneClosed(place, move.chart);
    case 'donePane':
      return paneDone(place, move.chart);
    case 'letters':
      return { ...place, letters: move.letters };
  }
}

export function tabOf(place: Place, chart: string | null): OpenChart | undefined {
  return place.tabs.find((tab) => tab.chart === chart);
}

/** Something is half typed in this tab, beyond the draft the core holds. */
export function isUnfinished(tab: OpenChart): boolean {
  const typed = tab.vitals !== null && !isEmpty(tab.vitals.entry);
  return typed || (tab.addendum !== null && tab.addendum.text.trim() !== '');
}

/** Everything half typed, to compare; null when nothing is. */
export function halfTyped(place: Place): string | null {
  const typed = place.tabs
    .filter(isUnfinished)
    .map(({ chart, vitals, addendum }) => [chart, vitals, addendum]);
  return typed.length === 0 ? null : JSON.stringify(typed);
}

function opened(place: Place, chart: string): Place {
  const known = place.tabs.some((tab) => tab.chart === chart);
  const tab: OpenChart = { chart, section: 'summary', pane: null, vitals: null, addendum: null };
  return {
    ...place,
    tabs: known ? place.tabs : [...place.tabs, tab],
    active: chart,
    row: chart,
  };
}

function closed(place: Place, chart: string): Place {
  const at = place.tabs.findIndex((tab) => tab.chart === chart);
  const tabs = place.tabs.filter((tab) => tab.chart !== chart);
  const neighbour = tabs[Math.min(at, tabs.length - 1)]?.chart ?? null;
  return { ...place, tabs, active: place.active === chart ? neighbour : place.active };
}

// The ward is the first stop of the circle.
function cycled(place: Place, step: 1 | -1): Place {
  const stops = [null, ...place.tabs.map((tab) => tab.chart)];
  const at = stops.indexOf(place.active);
  return { ...place, active: stops.at((at + step) % stops.length) ?? null };
}

function changed(place: Place, chart: string, change: Partial<OpenChart>): Place {
  return {
    ...place,
    tabs: place.tabs.map((tab) => (tab.chart === chart ? { ...tab, ...change } : tab)),
  };
}

function noteAsked(place: Place, chart: string): Place {
  return { ...changed(place, chart, { pane: 'note' }), noteAsked: place.noteAsked + 1 };
}

// An addendum half typed to another note is shown first; it is not overwritten.
function withAddendum(place: Place, chart: string, draft: AddendumDraft): Place {
  const tab = tabOf(place, chart);
  const kept =
    tab !== undefined && tab.addendum !== null && tab.addendum.text.trim() !== ''
      ? tab.addendum
      : draft;
  return changed(place, chart, { pane: 'addendum', addendum: kept });
}

// Closing keeps what is typed; an empty form is not worth keeping.
function paneClosed(place: Place, chart: string): Place {
  const tab = tabOf(place, chart);
  if (tab === undefined) return place;
  const vitals = tab.vitals !== null && isEmpty(tab.vitals.entry) ? null : tab.vitals;
  const addendum = tab.addendum !== null && tab.addendum.text.trim() === '' ? null : tab.addendum;
  return changed(place, chart, { pane: null, vitals, addendum });
}

function paneDone(place: Place, chart: string): Place {
  const tab = tabOf(place, chart);
  if (tab === undefined) return place;
  return changed(place, chart, {
    pane: null,
    vitals: tab.pane === 'vitals' ? null : tab.vitals,
    addendum: tab.pane === 'addendum' ? null : tab.addendum,
  });
}
