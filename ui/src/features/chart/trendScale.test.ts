import { describe, expect, it } from 'vitest';
import { clampedScale } from '../../design';
import { valueTicks } from './trendScale';

describe('the numbers of an axis', () => {
  it('stand apart', () => {
    const tight = clampedScale([84, 100], [35, 5]);
    expect(valueTicks(tight, 84, 100, 11.5)).toEqual([90]);
    const wide = clampedScale([84, 100], [49, 5]);
    expect(valueTicks(wide, 84, 100, 11.5)).toEqual([85, 90, 95]);
  });

  it('are never none', () => {
    const flat = clampedScale([36.2, 37.4], [12, 5]);
    expect(valueTicks(flat, 36.2, 37.4, 11.5)).toHaveLength(1);
  });
});
