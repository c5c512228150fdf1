// Tells the core when a chart tab is gone and forgets what was read of it, so that opening it again
// is an opening again, with its audit event.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys, useCore } from '../ipc';
import type { OpenChart } from './place';

export function useClosedCharts(tabs: readonly OpenChart[]): void {
  const core = useCore();
  const queries = useQueryClient();
  const before = useRef<readonly string[]>([]);
  useEffect(() => {
    const open = tabs.map((tab) => tab.chart);
    for (const chart of before.current) {
      if (open.includes(chart)) continue;
      queries.removeQueries({ queryKey: keys.chart(chart) });
      queries.removeQueries({ queryKey: keys.notes(chart) });
      core.chartClose({ chart }).catch(() => undefined);
    }
    before.current = open;
  }, [core, queries, tabs]);
}
