// What moves the screen waits for the hand: a row that slides away under a pointer about to press makes
// the press open another patient.
import { useEffect, useRef, useState } from 'react';

/** As long as a hand rests between aiming and pressing. */
const STILL_MS = 700;

/** `value`, as it was until the pointer has neither moved nor been pressed for a while. */
export function useWhenStill<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  const lastTouchMs = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const touched = (): void => void (lastTouchMs.current = performance.now());
    for (const event of TOUCHES) globalThis.addEventListener(event, touched, true);
    return () => {
      for (const event of TOUCHES) globalThis.removeEventListener(event, touched, true);
    };
  }, []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const leftMs = lastTouchMs.current + STILL_MS - performance.now();
      if (leftMs <= 0) setSettled(value);
      else timer = setTimeout(look, leftMs);
    };
    look();
    return () => clearTimeout(timer);
  }, [value]);

  return settled;
}

const TOUCHES = ['pointermove', 'pointerdown', 'pointerup'] as const;
