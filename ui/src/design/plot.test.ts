import { describe, expect, it } from 'vitest';
import { clampedScale, linePath, openScale } from './plot';

describe('scales', () => {
  it('maps ends to ends, also upside down, and back', () => {
    const y = openScale([40, 140], [100, 0]);
    expect([y(40), y(90), y(140)]).toEqual([100, 50, 0]);
    expect(y.invert(25)).toBe(115);
  });

  it('stops at the ends only when clamped', () => {
    expect(openScale([0, 10], [0, 100])(12)).toBe(120);
    expect(clampedScale([0, 10], [100, 0])(12)).toBe(0);
    expect(clampedScale([0, 10], [100, 0])(-3)).toBe(100);
  });

  it('marks round values within the domain', () => {
    expect(openScale([40, 140], [0, 1]).ticks(3)).toEqual([50, 100]);
    expect(openScale([35, 40.5], [0, 1]).ticks(3)).toEqual([36, 38, 40]);
    expect(openScale([5, 5], [0, 1]).ticks(3)).toEqual([]);
  });
});

describe('lines', () => {
  it('draws from point to point', () => {
    expect(linePath([[0, 1], [2.00004, 3]])).toBe('M0,1L2,3');
    expect(linePath([])).toBe('');
  });
});
