// What must be written down before the window empties, and whether something of it is not yet.
// Whoever holds typed text registers a flush and says when it holds what is not saved; the shell
// flushes them all before it locks and when the lock warning begins, and asks before it loses any.
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { FailureCode } from './generated/FailureCode';

type Flush = () => Promise<void>;

/** Says whether typed text is held that is not saved, and what refused the last save of it. */
export type Hold = (unsaved: boolean, refusal: FailureCode | null) => void;

type Held = { unsaved: boolean; refusal: FailureCode | null };

const NOTHING: Held = { unsaved: false, refusal: null };

export type Unsaved = {
  add: (flush: Flush) => () => void;
  addHolder: () => { hold: Hold; remove: () => void };
  flushAll: () => Promise<void>;
  /** Somebody holds typed text that is not saved. */
  isHeld: () => boolean;
  /** A full disk refused the last save of what is held. */
  isDiskFull: () => boolean;
  subscribe: (changed: () => void) => () => void;
};

const UnsavedContext = createContext<Unsaved | null>(null);

export function UnsavedProvider({ children }: { children: ReactNode }): ReactNode {
  const [unsaved] = useState(createUnsaved);
  return <UnsavedContext value={unsaved}>{children}</UnsavedContext>;
}

/** A flush that fails does not hold up the others, nor the lock. */
export function createUnsaved(): Unsaved {
  const flushes = new Set<Flush>();
  const holders = new Map<Hold, Held>();
  const listeners = new Set<() => void>();
  return {
    add: (flush) => {
      flushes.add(flush);
      return () => flushes.delete(flush);
    },
    addHolder: () => {
      const hold: Hold = (unsaved, refusal) => {
        const held = holders.get(hold);
        // Who has left speaks no more: what was held at a lock was not saved by it.
        if (held === undefined || (held.unsaved === unsaved && held.refusal === refusal)) return;
        holders.set(hold, { unsaved, refusal });
        for (const listener of listeners) listener();
      };
      holders.set(hold, NOTHING);
      return { hold, remove: () => holders.delete(hold) };
    },
    flushAll: async () => {
      await Promise.allSettled([...flushes].map((flush) => flush()));
    },
    isHeld: () => [...holders.values()].some((held) => held.unsaved),
    isDiskFull: () =>
      [...holders.values()].some((held) => held.unsaved && held.refusal === 'disk-full'),
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

export function useUnsaved(): Unsaved {
  const unsaved = useContext(UnsavedContext);
  if (unsaved === null) throw new Error('no UnsavedProvider above this component');
  return unsaved;
}

/** Registers a flush while mounted. */
export function useFlush(flush: Flush): void {
  const unsaved = useUnsaved();
  const latest = useEffectEvent(flush);
  useEffect(() => unsaved.add(() => latest()), [unsaved]);
}

/** To say, while mounted, whether typed text is held that is not saved. */
export function useHold(): Hold {
  const unsaved = useUnsaved();
  const current = useRef<Hold>(() => undefined);
  useEffect(() => {
    const { hold, remove } = unsaved.addHolder();
    current.current = hold;
    return remove;
  }, [unsaved]);
  return useCallback<Hold>((held, refusal) => current.current(held, refusal), []);
}

/** Writes down everything unsaved. */
export function useFlushAll(): () => Promise<void> {
  return useUnsaved().flushAll;
}

/** A full disk refused the last save of what is held. */
export function useIsDiskFull(): boolean {
  const { subscribe, isDiskFull } = useUnsaved();
  return useSyncExternalStore(subscribe, isDiskFull);
}

/** Typed text is held that is not saved. */
export function useIsHeld(): boolean {
  const { subscribe, isHeld } = useUnsaved();
  return useSyncExternalStore(subscribe, isHeld);
}
