// Gives the window the drafts it holds, and the session their flush: one that is not saved is tried
// again before a lock although its pane is closed.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { markDraft, useCore, useFlush, useHold } from '../../ipc';
import type { DraftKeeper, SaveState } from './DraftKeeper';
import { HeldDrafts } from './HeldDrafts';

const HeldDraftsContext = createContext<HeldDrafts | null>(null);

export function HeldDraftsProvider({ children }: { children: ReactNode }): ReactNode {
  const core = useCore();
  const queries = useQueryClient();
  const [drafts] = useState(
    () => new HeldDrafts({ core, onSaved: ({ chart }) => markDraft(queries, chart, true) }),
  );
  const hold = useHold();
  useFlush(() => drafts.flushAll());

  useEffect(() => {
    const stop = drafts.subscribe(() => hold(drafts.isAnyUnsaved(), drafts.refusal()));
    return () => {
      stop();
      drafts.close();
    };
  }, [drafts, hold]);

  return <HeldDraftsContext value={drafts}>{children}</HeldDraftsContext>;
}

export function useHeldDrafts(): HeldDrafts {
  const drafts = useContext(HeldDraftsContext);
  if (drafts === null) throw new Error('no HeldDraftsProvider above this component');
  return drafts;
}

/** A note typed in this chart is not saved. */
export function useIsNoteUnsaved(chart: string): boolean {
  const drafts = useHeldDrafts();
  return useSyncExternalStore(drafts.subscribe, () => drafts.isUnsaved(chart));
}

/** The chart of a draft whose save was refused and whose pane is gone. */
export function useLeftRefused(): string | null {
  const drafts = useHeldDrafts();
  return useSyncExternalStore(drafts.subscribe, () => drafts.findLeftRefused());
}

/** The save state of a draft, as it changes. */
export function useSaveState(keeper: DraftKeeper): SaveState {
  const drafts = useHeldDrafts();
  return useSyncExternalStore(drafts.subscribe, () => keeper.state);
}
