// The place of this session, saved by the core half a second after it changes, and at once before
// a lock. The caret is read when saving, not kept at every key.
import { type Dispatch, useEffect, useEffectEvent, useReducer, useRef } from 'react';
import { type Caret, caretIn } from '../design';
import { useCore, useFlush } from '../ipc';
import { type Move, moved, paneOf } from './moves';
import { type Place, readPlace, writePlace } from './place';

const SAVE_AFTER_MS = 500;

/** The place, as it was when this person last left, and how to change it. */
export function usePlace(saved: string | null): [Place, Dispatch<Move>] {
  const core = useCore();
  const [place, move] = useReducer(moved, saved, readPlace);
  const written = useRef(saved);
  const lastCaret = useRef<Caret | null>(place.caret);
  const pane = paneOf(place);
  const lastPane = useRef(pane);

  const save = useEffectEvent(async (): Promise<void> => {
    lastCaret.current = caretIn('[data-region=pane]') ?? lastCaret.current;
    const text = writePlace({ ...place, caret: lastCaret.current });
    if (text === written.current) return;
    written.current = text;
    try {
      await core.placeSave({ place: text });
    } catch {
      // Losing the place loses no chart; the next change tries again.
      written.current = null;
    }
  });

  useEffect(() => {
    if (lastPane.current === pane) return;
    lastPane.current = pane;
    lastCaret.current = null;
  }, [pane]);

  useEffect(() => {
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [place]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
      // A press on Lock takes the focus away; where it was is what counts.
      lastCaret.current = caretIn('[data-region=pane]') ?? lastCaret.current;
      clearTimeout(timer);
      timer = setTimeout(() => void save(), SAVE_AFTER_MS);
    };
    document.addEventListener('selectionchange', later);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', later);
    };
  }, []);

  useFlush(() => save());
  return [place, move];
}
