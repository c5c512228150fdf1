import { describe, expect, it } from 'vitest';
import type { SyncItem } from '../../ipc';
import { together } from './together';

const vital: SyncItem = {
  chart: 'a',
  patient: 'CUTLER, Alice',
  mrn: '284 771 09',
  what: 'Vital signs',
  atMs: 60_000,
  state: 'toSend',
  aside: null,
  void: null,
};

describe('what waits to be sent', () => {
  it('tells a set written at once as one, with its number', () => {
    const lines = together([vital, { ...vital, atMs: 60_001 }, { ...vital, atMs: 119_999 }]);
    expect(lines).toEqual([{ item: vital, count: 3 }]);
  });

  it.each([
    ['another chart', { chart: 'b' }],
    ['another kind', { what: 'Note' }],
    ['another state', { state: 'quarantined' as const }],
    ['another reason', { aside: 'outOfScope' as const }],
    ['another minute', { atMs: 120_000 }],
  ])('keeps %s apart', (_, difference) => {
    const other = { ...vital, ...difference };
    expect(together([vital, other, vital])).toHaveLength(3);
  });

  it('is nothing when nothing waits', () => {
    expect(together([])).toEqual([]);
  });
});
