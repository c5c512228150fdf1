// Which rows of the census to show, and in which order. Pure.
import type { Sort } from '../../design';
import type { WardRow, WardSubject } from '../../ipc';

export type Open = Extract<WardSubject, { kind: 'open' }>;

export type Filter = 'all' | 'high' | 'overdue' | 'unsigned';

export const FILTERS: readonly Filter[] = ['all', 'high', 'overdue', 'unsigned'];

/** The subject of a row this person may open and that is here. */
export function openOf(row: WardRow): Open | null {
  return row.subject.kind === 'open' ? row.subject : null;
}

/** Whether a row stays under a filter. A row that cannot be judged stays only under "all". */
export function passes(row: WardRow, filter: Filter, nowMs: number): boolean {
  if (filter === 'all') return true;
  const subject = openOf(row);
  if (subject === null) return false;
  switch (filter) {
    case 'high':
      return subject.news2.kind === 'scored' && subject.news2.total >= 5;
    case 'overdue':
      return subject.vitalsDueAtMs !== null && subject.vitalsDueAtMs < nowMs;
    case 'unsigned':
      return subject.note.state !== 'signed';
  }
}

/** The rows in order. Rows without the value come last in both directions, then by bed. */
export function sorted(rows: readonly WardRow[], sort: Sort): WardRow[] {
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const left = valueOf(one, sort.column);
    const right = valueOf(other, sort.column);
    if (left === null || right === null) {
      if (left === right) return byBed(one, other);
      return left === null ? 1 : -1;
    }
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : String(left).localeCompare(String(right), 'en-US', { numeric: true });
    return order === 0 ? byBed(one, other) : sign * order;
  });
}

function byBed(one: WardRow, other: WardRow): number {
  return one.bed.localeCompare(other.bed, 'en-US', { numeric: true });
}

const NOTE_ORDER = { notStarted: 0, draft: 1, signed: 2 } as const;

function valueOf(row: WardRow, column: string): string | number | null {
  if (column === 'bed') return row.bed;
  if (column === 'patient') return row.subject.kind === 'restricted' ? null : row.subject.name;
  const subject = openOf(row);
  if (subject === null) return null;
  switch (column) {
    case 'news2':
      return subject.news2.kind === 'scored' ? subject.news2.total : null;
    case 'vitals':
      return subject.vitalsDueAtMs;
    case 'note':
      return NOTE_ORDER[subject.note.state];
    case 'diagnosis':
      return subject.diagnosis;
    default:
      return null;
  }
}
