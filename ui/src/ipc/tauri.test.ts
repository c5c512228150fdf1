import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, expect, it } from 'vitest';
import { CoreError } from './failure';
import { createCore } from './tauri';

afterEach(() => clearMocks());

const FAILURE = { code: 'unknown', what: 'No such patient.', remedy: 'Search again.', retry: false };

it('sends a command by its Rust name with its request inside `request`', async () => {
  const seen: unknown[] = [];
  mockIPC((command, payload) => {
    seen.push([command, payload]);
    return null;
  });
  const core = createCore();
  await core.noteDraftDiscard({ chart: 'c', draft: 'd' });
  await core.syncNow();
  expect(seen).toEqual([
    ['note_draft_discard', { request: { chart: 'c', draft: 'd' } }],
    ['sync_now', {}],
  ]);
});

it('rejects with the failure of the core', async () => {
  mockIPC(() => {
    throw FAILURE;
  });
  const refused = await createCore().chartOpen({ chart: 'c' }).catch((caught: unknown) => caught);
  expect(refused).toBeInstanceOf(CoreError);
  expect(refused instanceof CoreError ? refused.failure : null).toEqual(FAILURE);
});

it('shows a broken bridge as a fault of ours, never its raw text', async () => {
  mockIPC(() => {
    throw new Error('panicked at /home/somebody/src');
  });
  const refused = await createCore().syncStatus().catch((caught: unknown) => caught);
  const failure = refused instanceof CoreError ? refused.failure : null;
  expect(failure?.code).toBe('internal');
  expect(JSON.stringify(failure)).not.toContain('panicked');
});

it('reads the session again when the core says locked, so that a missed event empties the page', async () => {
  const LOCKED = { state: { kind: 'locked' } };
  mockIPC((command) => {
    if (command === 'session_status') return LOCKED;
    if (command.startsWith('plugin:event')) return 1;
    throw { ...FAILURE, code: 'locked' };
  });
  const core = createCore();
  const heard = new Promise((resolve) => core.on('session', resolve));
  await core.wardList({ unit: null }).catch(() => undefined);
  expect(await heard).toEqual(LOCKED);
});
