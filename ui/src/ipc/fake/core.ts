// What `#core` is in the gallery: a FakeCore set by the page's query, as `?unlocked&offline`.
import type { Core } from '../core';
import type { LockReason } from '../generated/LockReason';
import type { Theme } from '../generated/Theme';
import { decisions, fieldwise } from './decisions';
import { FakeCore } from './FakeCore';

/** A core for the scene in the address. */
export function createCore(): Core {
  const asked = new URLSearchParams(location.search);
  const theme: Theme = asked.get('theme') === 'dark' ? 'dark' : 'light';
  return new FakeCore({
    unlocked: asked.has('unlocked'),
    offline: asked.has('offline'),
    warning: asked.has('warning') ? reasonOf(asked.get('warning')) : null,
    locked: reasonOf(asked.get('locked')),
    changed: asked.has('changed'),
    code: asked.has('code'),
    unset: asked.has('unset'),
    pin: asked.has('pin') ? 'set' : 'unset',
    ...(asked.has('signOn') ? { signOn: comesBack(asked.get('signOn')) } : {}),
    enrolled: !asked.has('new'),
    ...(asked.has('decisions') ? { decisions: decisions() } : {}),
    ...(asked.has('fields') ? { decisions: fieldwise() } : {}),
    preferences: { theme, textSize: asked.has('large') ? 'larger' : 'standard' },
  });
}

/** Who comes back from the hospital's page; nobody, by any other name. */
function comesBack(name: string | null): 'away' | 'known' | 'new' {
  return name === 'known' || name === 'new' ? name : 'away';
}

/** The reason of this name; any other is the usual one. */
function reasonOf(name: string | null): LockReason {
  const known = ['lease', 'withdrawn', 'closed', 'shift', 'rolledBack'] as const;
  return known.find((reason) => reason === name) ?? 'inactivity';
}
