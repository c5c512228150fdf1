// What of what waits to be sent the bar counts. Reading a chart makes an audit event, and it goes by
// itself within a minute: a count that comes and goes all day would teach people to look past it. The
// sheet always says all of it.
import { useState } from 'react';
import type { Network, SyncStatus } from '../ipc';

export type Waiting = { ops: number; audit: number };

/** Audit events that wait for longer than this did not go by themselves. */
const LONG_MS = 120_000;

/** Pure: audit events alone count while nothing can be sent, or when they wait for long. */
export function waitingOf(
  sync: Pick<SyncStatus, 'opsToSend' | 'auditToSend'>,
  network: Network['kind'],
  auditForMs: number,
): Waiting {
  const told = network === 'offline' || sync.opsToSend > 0 || auditForMs > LONG_MS;
  return { ops: sync.opsToSend, audit: told ? sync.auditToSend : 0 };
}

/** What to count now. */
export function useWaiting(sync: SyncStatus | null, network: Network, nowMs: number): Waiting {
  const audit = sync !== null && sync.auditToSend > 0;
  const [sinceMs, setSinceMs] = useState<number | null>(null);
  if (audit !== (sinceMs !== null)) setSinceMs(audit ? nowMs : null);
  if (sync === null) return { ops: 0, audit: 0 };
  return waitingOf(sync, network.kind, sinceMs === null ? 0 : nowMs - sinceMs);
}
