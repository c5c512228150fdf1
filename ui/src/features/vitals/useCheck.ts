// Asks the core what a typed set amounts to, at every change, and keeps only the newest answer.
import { useEffect, useState } from 'react';
import { type Failure, failureOf, useCore, type VitalsCheck, type VitalsEntry } from '../../ipc';

type Judged = { check: VitalsCheck | null; failed: Failure | null };

export function useCheck(chart: string, entry: VitalsEntry): Judged {
  const core = useCore();
  const [judged, setJudged] = useState<Judged>({ check: null, failed: null });
  useEffect(() => {
    let current = true;
    core.vitalsCheck({ chart, entry }).then(
      (check) => {
        if (current) setJudged({ check, failed: null });
      },
      (caught: unknown) => {
        if (current) setJudged({ check: null, failed: failureOf(caught) });
      },
    );
    return () => {
      current = false;
    };
  }, [core, chart, entry]);
  return judged;
}
