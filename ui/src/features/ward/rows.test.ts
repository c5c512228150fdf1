// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { WardRow } from '../../ipc';
import { at, START_MS, ward } from '../../ipc/fake/ward';
import { passes, sorted } from './rows';

const ROWS = ward('4B', START_MS).rows;
const beds = (rows: WardRow[]): string[] => rows.map((row) => row.bed.slice(3));

describe('filters', () => {
  it('keep every row under "all", restricted ones too', () => {
    expect(ROWS.filter((row) => passes(row, 'all', START_MS))).toHaveLength(ROWS.length);
  });

  it('keep a NEWS2 of five and more', () => {
    expect(beds(ROWS.filter((row) => passes(row, 'high', START_MS)))).toEqual(['05', '12', '15']);
  });

  it('count vitals overdue by the clock given', () => {
    expect(beds(ROWS.filter((row) => passes(row, 'overdue', START_MS)))).toEqual(['05']);
    expect(beds(ROWS.filter((row) => passes(row, 'overdue', at('14:45'))))).toEqual(['05', '12']);
  });

  it('count a draft as not signed', () => {
    const unsigned = beds(ROWS.filter((row) => passes(row, 'unsigned', START_MS)));
    expect(unsigned).toContain('12');
    expect(unsigned).not.toContain('01');
    expect(unsigned, 'a restricted bed is not counted').not.toContain('09');
  });
});

describe('sorting', () => {
  it('puts the highest score first and rows without one last', () => {
    const order = beds(sorted(ROWS, { column: 'news2', direction: 'descending' }));
    expect(order.slice(0, 3)).toEqual(['05', '12', '15']);
    expect(order.slice(-2)).toEqual(['09', '16']);
  });

  it('keeps rows without a value last in the other direction too', () => {
    const order = beds(sorted(ROWS, { column: 'news2', direction: 'ascending' }));
    expect(order.slice(-2)).toEqual(['09', '16']);
  });

  it('breaks ties by bed', () => {
    const order = beds(sorted(ROWS, { column: 'news2', direction: 'ascending' }));
    expect(order.slice(0, 3)).toEqual(['04', '14', '17']);
  });

  it('does not change what it was given', () => {
    const before = beds(ROWS);
    sorted(ROWS, { column: 'bed', direction: 'descending' });
    expect(beds(ROWS)).toEqual(before);
  });
});
