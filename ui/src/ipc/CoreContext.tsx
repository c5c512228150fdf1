// Hands the core to components and keeps the window's caches. Nothing here knows what is shown.
import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useEffectEvent, useState } from 'react';
import type { Core, CoreEvents } from './core';

const CoreContext = createContext<Core | null>(null);

export const CoreProvider = CoreContext.Provider;

/** The core. Throws outside a provider: that is a fault in the tree, not a state to show. */
export function useCore(): Core {
  const core = useContext(CoreContext);
  if (core === null) throw new Error('no core above this component');
  return core;
}

/** Calls `handler` for every event while mounted. */
export function useCoreEvent<Name extends keyof CoreEvents>(
  event: Name,
  handler: (payload: CoreEvents[Name]) => void,
): void {
  const core = useCore();
  const latest = useEffectEvent(handler);
  useEffect(() => core.on(event, (payload) => latest(payload)), [core, event]);
}

/** The present, renewed every `everyMs`, for ages and clocks. */
export function useNow(everyMs: number): number {
  const core = useCore();
  const [now, setNow] = useState(() => core.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(core.now()), everyMs);
    return () => clearInterval(timer);
  }, [core, everyMs]);
  return now;
}

/** The cache of one signed-in session. It never asks again by itself: the core says when. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Infinity,
        gcTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

