import { describe, expect, it } from 'vitest';
import { EMPTY } from '../features/vitals/entry';
import { halfTyped, isUnfinished, moved, tabOf } from './moves';
import { HOME, type Place, readPlace, writePlace } from './place';

const A = 'chart-a';
const B = 'chart-b';

const draft = { entry: { ...EMPTY, spo2: '92' }, takenAtMs: 7, intent: 'i1' };

const WORKING: Place = {
  tabs: [
    { chart: A, section: 'notes', pane: 'vitals', vitals: draft, addendum: null },
    {
      chart: B,
      section: 'summary',
      pane: 'addendum',
      vitals: null,
      addendum: { note: 'n1', text: 'more', intent: 'i2' },
    },
  ],
  active: B,
  unit: '4B',
  row: A,
  caret: { field: 'addendum-text', at: 3, of: 4 },
  noteAsked: 0,
  letters: false,
};

describe('the caret', () => {
  it('belongs to the pane it was kept in', () => {
    expect(moved(WORKING, { kind: 'row', chart: A }).caret).toEqual(WORKING.caret);
    const elsewhere = moved(WORKING, { kind: 'open', chart: A });
    expect(elsewhere.caret).toBeNull();
    expect(moved(moved(WORKING, { kind: 'closePane', chart: B }), { kind: 'note', chart: B }).caret).toBeNull();
  });
});

describe('a saved place', () => {
  it('comes back as it was', () => {
    expect(readPlace(writePlace(WORKING))).toEqual(WORKING);
  });

  it.each([null, '', 'null', '[]', '{"v":2,"tabs":[]}', '{"v":1,"tabs":7}', '{oops'])(
    'is the ward when it reads %s',
    (saved) => {
      expect(readPlace(saved)).toEqual(HOME);
    },
  );

  it('drops what it does not know and keeps the rest', () => {
    const place = readPlace(
      '{"v":1,"tabs":[{"chart":"a","section":"gone","pane":"vitals"},5],"active":"b"}',
    );
    expect(place.tabs).toEqual([
      { chart: 'a', section: 'summary', pane: null, vitals: null, addendum: null },
    ]);
    expect(place.active).toBeNull();
  });
});

describe('what is half typed', () => {
  it('is nothing in a place where nothing is', () => {
    expect(halfTyped(moved(HOME, { kind: 'open', chart: A }))).toBeNull();
  });

  it('is the same wherever the person looks, and another with every key', () => {
    const before = halfTyped(WORKING);
    expect(halfTyped(moved(WORKING, { kind: 'ward' }))).toBe(before);
    const more = { ...draft, entry: { ...draft.entry, oxygen: '2' } };
    expect(halfTyped(moved(WORKING, { kind: 'vitalsDraft', chart: A, draft: more }))).not.toBe(before);
  });
});

describe('moves', () => {
  it('opening a chart twice keeps one tab', () => {
    const once = moved(HOME, { kind: 'open', chart: A });
    expect(moved(once, { kind: 'open', chart: A }).tabs).toHaveLength(1);
  });

  it('the ward comes back to the row of the chart opened last', () => {
    const opened = moved(HOME, { kind: 'open', chart: A });
    const back = moved(opened, { kind: 'ward' });
    expect([back.active, back.row]).toEqual([null, A]);
  });

  it('closing the chart in front shows its neighbour', () => {
    expect(moved(WORKING, { kind: 'close', chart: B }).active).toBe(A);
  });

  it('a circle through the charts passes the ward', () => {
    const forward = moved(WORKING, { kind: 'cycle', step: 1 });
    expect(forward.active).toBeNull();
    expect(moved(forward, { kind: 'cycle', step: -1 }).active).toBe(B);
  });

  it('closing a pane keeps what is half typed', () => {
    const shut = moved(WORKING, { kind: 'closePane', chart: A });
    expect(tabOf(shut, A)?.vitals).toEqual(draft);
    const again = moved(shut, { kind: 'vitals', chart: A });
    expect(tabOf(again, A)?.vitals?.intent, 'the same set, not a second one').toBe('i1');
  });

  it('an addendum half typed is not overwritten by a new one', () => {
    const next = { note: 'n2', text: '', intent: 'i3' };
    const place = moved(WORKING, { kind: 'addendum', chart: B, draft: next });
    expect(tabOf(place, B)?.addendum?.note).toBe('n1');
  });

  it('a pane that is done with leaves nothing unfinished', () => {
    const done = moved(WORKING, { kind: 'donePane', chart: A });
    const tab = tabOf(done, A);
    expect(tab === undefined ? null : isUnfinished(tab)).toBe(false);
    expect(tab?.pane).toBeNull();
  });
});
