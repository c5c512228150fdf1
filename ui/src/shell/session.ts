// What the core last said of the session, and when. The timer that locks is the core's; the window
// mirrors its count and, should the count run out unheard, asks again.
import { useCallback, useEffect, useState } from 'react';
import {
  type Failure,
  failureOf,
  type SessionState,
  type SessionStatus,
  useCore,
  useCoreEvent,
} from '../ipc';

/** A status with the moment it arrived. */
export type Heard = { status: SessionStatus; atMs: number };

export type Unlocked = Extract<SessionState, { kind: 'unlocked' }>;

export type HeardUnlocked = Heard & { status: SessionStatus & { state: Unlocked } };

export function isUnlocked(heard: Heard): heard is HeardUnlocked {
  return heard.status.state.kind === 'unlocked';
}

/** Seconds until the lock, by the core's last word. */
export function locksInS(heard: HeardUnlocked, nowMs: number): number {
  // A clock that ticks each second may lag the moment of hearing.
  return heard.status.state.locksInS - Math.max(0, nowMs - heard.atMs) / 1000;
}

type Session = {
  heard: Heard | null;
  failure: Failure | null;
  accept: (status: SessionStatus) => void;
  retry: () => void;
};

export function useSession(): Session {
  const core = useCore();
  const [heard, setHeard] = useState<Heard | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const accept = useCallback(
    (status: SessionStatus) => setHeard({ status, atMs: core.now() }),
    [core],
  );
  const read = useCallback(
    () => core.sessionStatus().then(accept, (caught: unknown) => setFailure(failureOf(caught))),
    [core, accept],
  );
  const retry = (): void => {
    setFailure(null);
    void read();
  };

  useEffect(() => void read(), [read]);
  useCoreEvent('session', accept);
  return { heard, failure, accept, retry };
}

const ONCE_A_SECOND_MS = 1000;

/** Reports input to the core, at most once a second. Moving the pointer is not input. */
export function useActivity(onStatus: (status: SessionStatus) => void): void {
  const core = useCore();
  useEffect(() => {
    let lastMs = 0;
    let mounted = true;
    const report = (): void => {
      const now = core.now();
      if (now - lastMs < ONCE_A_SECOND_MS) return;
      lastMs = now;
      core.activity().then(
        (status) => {
          // An answer from before a lock must not bring the session back.
          if (mounted) onStatus(status);
        },
        () => undefined,
      );
    };
    const kinds = ['keydown', 'pointerdown', 'wheel', 'touchstart'] as const;
    for (const kind of kinds) {
      window.addEventListener(kind, report, { capture: true, passive: true });
    }
    return () => {
      mounted = false;
      for (const kind of kinds) window.removeEventListener(kind, report, { capture: true });
    };
  }, [core, onStatus]);
}
