// Locking by hand: what is typed is written down first, and what cannot be is asked about, once. The
// core locks whatever the window says; this is only what comes before its asking for it.
import { useCallback, useState } from 'react';
import { type SessionStatus, useCore, useUnsaved } from '../ipc';
import { inTime } from './inTime';
import { mark } from './lostMark';

type Locking = {
  /** Locks; if something would be lost, asks first, and locks at the second time. */
  lock: () => Promise<void>;
  asks: boolean;
  stay: () => void;
};

export function useLocking(
  username: string,
  onStatus: (status: SessionStatus) => void,
): Locking {
  const core = useCore();
  const { flushAll, isHeld } = useUnsaved();
  const [asks, setAsks] = useState(false);

  const lock = useCallback(async (): Promise<void> => {
    const flushed = await inTime(flushAll());
    // A save that hangs must not hold the lock, and neither does a question about it.
    if (flushed && isHeld() && !asks) {
      setAsks(true);
      return;
    }
    setAsks(false);
    const loses = asks && isHeld();
    // They were asked and said so: the next unlock does not tell them again.
    if (loses) mark(username, 'chosen');
    const status = await core.lock().catch(() => core.sessionStatus());
    // The core did not lock: it is held on.
    if (loses && status.state.kind === 'unlocked') mark(username, 'held');
    onStatus(status);
  }, [core, username, flushAll, isHeld, asks, onStatus]);

  const stay = useCallback(() => setAsks(false), []);
  return { lock, asks, stay };
}
