// The keyboard map. Chords work anywhere; single letters only outside text and only while the
// person leaves them on (WCAG 2.1.4). A sheet in front keeps every key but the lock to itself.
import { type Dispatch, useEffect, useEffectEvent, useRef } from 'react';
import type { Section } from '../features/chart';
import type { Sheet } from './Frame';
import type { Move } from './moves';
import type { Place } from './place';
import { focusRegion } from './regions';

export type Actions = {
  move: Dispatch<Move>;
  setSheet: (sheet: Sheet) => void;
  lock: () => Promise<void>;
  closeChart: (chart: string) => void;
  saveNow: () => Promise<void>;
};

type Options = { place: Place; actions: Actions };

const GO_MS = 1500;

const SECTION_KEYS = new Map<string, Section>([
  ['s', 'summary'],
  ['r', 'results'],
  ['m', 'medications'],
  ['n', 'notes'],
  ['o', 'other'],
]);

export function useKeys({ place, actions }: Options): void {
  const wentAt = useRef(Number.NEGATIVE_INFINITY);

  const onPlain = (event: KeyboardEvent): boolean => {
    if (event.key === 'F6') return focusRegion(event.shiftKey ? -1 : 1);
    // The webview's own reload.
    if (event.key === 'F5') return true;
    if (event.key === 'F1') {
      actions.setSheet('shortcuts');
      return true;
    }
    if (!place.letters || isTyping(event.target)) return false;
    if (event.key === '?') {
      actions.setSheet('shortcuts');
      return true;
    }
    const since = event.timeStamp - wentAt.current;
    const section = since < GO_MS ? SECTION_KEYS.get(event.key.toLowerCase()) : undefined;
    wentAt.current = event.key.toLowerCase() === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    if (section === undefined || place.active === null) return false;
    actions.move({ kind: 'section', chart: place.active, section });
    return true;
  };

  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key.toLowerCase() === 'l') {
      event.preventDefault();
      // The first press may ask; a key held down must not answer.
      if (!event.repeat) void actions.lock();
      return;
    }
    if (document.querySelector('dialog[open]') !== null) return;
    const acted = chord
      ? onChord(event, place, actions)
      : event.altKey
        ? onAlt(event, place, actions)
        : onPlain(event);
    if (acted) event.preventDefault();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

function onChord(event: KeyboardEvent, place: Place, actions: Actions): boolean {
  switch (event.key.toLowerCase()) {
    case 'k':
      actions.setSheet('find');
      return true;
    case 'tab':
      actions.move({ kind: 'cycle', step: event.shiftKey ? -1 : 1 });
      return true;
    case 'w':
      if (place.active !== null) actions.closeChart(place.active);
      return true;
    case 's':
      void actions.saveNow();
      return true;
    // The webview's own reload, find and print would leave the app or print a chart.
    case 'r':
    case 'f':
    case 'p':
      return true;
    default:
      return false;
  }
}

function onAlt(event: KeyboardEvent, place: Place, { move, setSheet }: Actions): boolean {
  const chart = place.active;
  switch (event.code) {
    case 'Digit1':
      move({ kind: 'ward' });
      return true;
    case 'Digit2':
      setSheet('find');
      return true;
    case 'Digit3':
      setSheet('sync');
      return true;
    case 'Digit4':
      setSheet('settings');
      return true;
    case 'ArrowLeft':
      move({ kind: 'ward' });
      return true;
    case 'KeyV':
      if (chart !== null) move({ kind: 'vitals', chart });
      return chart !== null;
    case 'KeyN':
      if (chart !== null) move({ kind: 'note', chart });
      return chart !== null;
    default:
      return false;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
