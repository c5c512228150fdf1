// Carrying out one decision: once, and what it makes stale is read again. A card is of one state of a
// record: once settled it takes no other press, and what is left to decide is a new card.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Core, type Failure, failureOf, refreshChart, refreshDecisions, useCore } from '../../ipc';

type Settle = (write: (core: Core, intent: string) => Promise<unknown>) => void;

export function useSettle(
  chart: string,
  onSettled: () => void,
): { settle: Settle; busy: boolean; failure: Failure | null } {
  const core = useCore();
  const queries = useQueryClient();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const carryOut = async (write: Parameters<Settle>[0]): Promise<void> => {
    // State is too late for the second of two quick presses.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await write(core, crypto.randomUUID());
      refreshChart(queries, chart);
      onSettled();
    } catch (caught) {
      setFailure(failureOf(caught));
      running.current = false;
      setBusy(false);
    }
    // Settled, it goes. Refused because the record changed, that is what has to be shown.
    refreshDecisions(queries);
  };

  return { settle: (write) => void carryOut(write), busy, failure };
}
