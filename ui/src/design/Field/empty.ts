import type { RefObject } from 'react';

/** A secret stays in its input alone, and not for longer than it must. */
export function empty(...inputs: RefObject<HTMLInputElement | null>[]): void {
  for (const { current } of inputs) {
    if (current !== null) current.value = '';
  }
}
