// What was written at once is one thing to a person: a set of vitals is eight operations. Pure.
import type { SyncItem } from '../../ipc';

export type SyncLine = { item: SyncItem; count: number };

/** Neighbours of one chart, kind, state and minute, told as one with their number. */
export function together(items: readonly SyncItem[]): SyncLine[] {
  const lines: SyncLine[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && isOneWith(last.item, item)) last.count += 1;
    else lines.push({ item, count: 1 });
  }
  return lines;
}

const MINUTE_MS = 60_000;

function isOneWith(one: SyncItem, other: SyncItem): boolean {
  const minute = ({ atMs }: SyncItem): number => Math.floor(atMs / MINUTE_MS);
  return (
    one.chart === other.chart &&
    one.what === other.what &&
    one.state === other.state &&
    one.aside === other.aside &&
    minute(one) === minute(other)
  );
}
