// Before a lock that nobody asked for here (the computer's own, say): saves what is typed and the place, and says so. The core
// waits for a moment, and locks whatever came of it.
import { useCore, useCoreEvent, useUnsaved } from '../ipc';
import { inTime } from './inTime';

export function useSavingWhenAsked(): void {
  const core = useCore();
  const { flushAll } = useUnsaved();
  useCoreEvent('save-asked', () => {
    // Not heard, it locks a moment later.
    void inTime(flushAll()).then(() => core.pageSaved().catch(() => undefined));
  });
}
