import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useWhenStill } from './useWhenStill';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function start(): { change: (value: string) => void; seen: () => string; move: () => void } {
  const { result, rerender } = renderHook(({ value }) => useWhenStill(value), {
    initialProps: { value: 'online' },
  });
  return {
    change: (value) => rerender({ value }),
    seen: () => result.current,
    move: () => void window.dispatchEvent(new Event('pointermove')),
  };
}

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

describe('what moves the screen', () => {
  it('comes at once where no hand is on the pointer', () => {
    const { change, seen } = start();
    change('offline');
    expect(seen()).toBe('offline');
  });

  it('waits for a hand that moves, however long it does', () => {
    const { change, seen, move } = start();
    move();
    change('offline');
    for (let moved = 0; moved < 10; moved += 1) {
      pass(500);
      expect(seen()).toBe('online');
      move();
    }
    pass(700);
    expect(seen()).toBe('offline');
  });

  it('does not come when it was over before the hand rested', () => {
    const { change, seen, move } = start();
    move();
    change('offline');
    pass(300);
    change('online');
    pass(5000);
    expect(seen()).toBe('online');
  });
});
