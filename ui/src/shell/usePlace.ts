// The place of this session, saved by the core half a second after it changes, and at once before
// a lock. The caret is read when saving, not kept at every key.
import { type Dispatch, useEffect, useEffectEvent, useReducer, useRef } from 'react';
import { caretIn } from '../design';
import { useCore, useFlush } from '../ipc';
import { type Move, moved } from './moves';
import { type Place, readPlace, writePlace } from './place';

const SAVE_AFTER_MS = 500;

/** The place, as it was when this person last left, and how to change it. */
export function usePlace(saved: string | null): [Place, Dispatch<Move>] {
  const core = useCore();
  const [place, move] = useReducer(moved, saved, readPlace);
  const written = useRef(saved);

  const save = useEffectEvent(async (): Promise<void> => {
    const text = writePlace({ ...place, caret: caretIn('[data-region=pane]') });
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
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [place]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (): void => {
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
