// Closing the window while somebody is in: the core asks, the page answers that it is there, saves
// what is typed and closes. Only what could not be saved is asked about. The core locks in any case.
import { useCallback, useState } from 'react';
import { useCore, useCoreEvent, useUnsaved } from '../ipc';
import { inTime } from './inTime';

type WindowClosing = { asks: boolean; keep: () => void; close: () => void };

export function useWindowClosing(): WindowClosing {
  const core = useCore();
  const { flushAll, isHeld } = useUnsaved();
  const [asks, setAsks] = useState(false);

  // One that fails is tried again by the next press on the cross, and closed unasked if need be.
  const close = useCallback(() => void core.closeNow().catch(() => undefined), [core]);

  useCoreEvent('close-asked', () => {
    // Before anything that takes time: a page that is not heard is taken for dead.
    core.closeHeard().catch(() => undefined);
    // Unlike a lock, which must not be held up, a save that hangs is asked about: it may still end.
    // Asked again, it tries again: there may be space now.
    void inTime(flushAll()).then(() => (isHeld() ? setAsks(true) : close()));
  });

  const keep = useCallback(() => setAsks(false), []);
  return { asks, keep, close };
}
