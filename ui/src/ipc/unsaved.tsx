// What must be written down before the window empties. Whoever holds typed text registers a flush;
// the shell calls them all before it locks and when the lock warning begins.
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from 'react';

type Flush = () => Promise<void>;

type Unsaved = { add: (flush: Flush) => () => void; flushAll: () => Promise<void> };

const UnsavedContext = createContext<Unsaved | null>(null);

export function UnsavedProvider({ children }: { children: ReactNode }): ReactNode {
  const [unsaved] = useState(createUnsaved);
  return <UnsavedContext value={unsaved}>{children}</UnsavedContext>;
}

/** A flush that fails does not hold up the others, nor the lock. */
export function createUnsaved(): Unsaved {
  const flushes = new Set<Flush>();
  return {
    add: (flush) => {
      flushes.add(flush);
      return () => flushes.delete(flush);
    },
    flushAll: async () => {
      await Promise.allSettled([...flushes].map((flush) => flush()));
    },
  };
}

function useUnsavedContext(): Unsaved {
  const unsaved = useContext(UnsavedContext);
  if (unsaved === null) throw new Error('no UnsavedProvider above this component');
  return unsaved;
}

/** Registers a flush while mounted. */
export function useFlush(flush: Flush): void {
  const unsaved = useUnsavedContext();
  const latest = useEffectEvent(flush);
  useEffect(() => unsaved.add(() => latest()), [unsaved]);
}

/** Writes down everything unsaved. */
export function useFlushAll(): () => Promise<void> {
  return useUnsavedContext().flushAll;
}
