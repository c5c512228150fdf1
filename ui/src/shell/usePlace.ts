// The place of this session, saved by the core half a second after it changes, and at once before
// a lock. The caret is read when saving, not kept at every key. What is half typed is held as unsaved
// until a save of it succeeded. One save at a time: whoever flushes waits for the one under way.
import { type Dispatch, useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { type Caret, caretIn } from '../design';
import { type FailureCode, failureOf, useCore, useFlush, useHold } from '../ipc';
import { halfTyped, type Move, moved, paneOf } from './moves';
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

  const running = useRef<Promise<void> | null>(null);
  const [typed] = useState(() => halfTyped(place));
  const kept = useRef(typed);
  const refusal = useRef<FailureCode | null>(null);
  const hold = useHold();

  const sayHeld = useEffectEvent((): void => {
    const now = halfTyped(place);
    hold(now !== null && now !== kept.current, refusal.current);
  });

  const write = async (text: string, saving: string | null): Promise<void> => {
    try {
      await core.placeSave({ place: text });
      written.current = text;
      kept.current = saving;
      refusal.current = null;
    } catch (caught) {
      refusal.current = failureOf(caught).code;
      // The next change tries again. Losing the place loses no chart, only what is half typed in one.
    } finally {
      running.current = null;
    }
    sayHeld();
  };

  const save = useEffectEvent(async (): Promise<void> => {
    while (running.current !== null) await running.current;
    lastCaret.current = caretIn('[data-region=pane]') ?? lastCaret.current;
    const text = writePlace({ ...place, caret: lastCaret.current });
    if (text === written.current) return;
    running.current = write(text, halfTyped(place));
    await running.current;
  });

  useEffect(() => sayHeld(), [place]);

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
