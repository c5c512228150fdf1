// Locking by hand: what is typed is written down first, and what cannot be is asked about, once. The
// core locks whatever the window says; this is only what comes before its asking for it.
import { useCallback, useState } from 'react';
import { type SessionStatus, useCore, useUnsaved } from '../ipc';
import { inTime } from './inTime';

type Locking = {
  /** Locks; if something would be lost, asks first, and locks at the second time. */
  lock: () => Promise<void>;
  asks: boolean;
  stay: () => void;
};

export function useLocking(onStatus: (status: SessionStatus) => void): Locking {
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
    onStatus(await core.lock().catch(() => core.sessionStatus()));
  }, [core, flushAll, isHeld, asks, onStatus]);

  const stay = useCallback(() => setAsks(false), []);
  return { lock, asks, stay };
}
