import { describe, expect, it } from 'vitest';
import { waitingOf } from './waiting';

const MINUTE_MS = 60_000;

describe('what the bar counts as to send', () => {
  it.each([
    ['audit events of reading, online', { opsToSend: 0, auditToSend: 2 }, 'online', MINUTE_MS, 0, 0],
    ['audit events that do not go', { opsToSend: 0, auditToSend: 2 }, 'online', 3 * MINUTE_MS, 0, 2],
    ['audit events, offline', { opsToSend: 0, auditToSend: 2 }, 'offline', 0, 0, 2],
    ['a change with its audit event', { opsToSend: 1, auditToSend: 1 }, 'online', 0, 1, 1],
    ['nothing', { opsToSend: 0, auditToSend: 0 }, 'offline', 0, 0, 0],
  ] as const)('%s', (_, sync, network, auditForMs, ops, audit) => {
    expect(waitingOf(sync, network, auditForMs)).toEqual({ ops, audit });
  });
});
