// The reads of the window, each with its key. They are together so that an event can name exactly
// what it makes stale. A chart is opened once (audited) and refreshed after that.
import {
  type QueryClient,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useCore, useCoreEvent } from './CoreContext';
import type { ChartView } from './generated/ChartView';
import type { Decisions } from './generated/Decisions';
import type { NoteText } from './generated/NoteText';
import type { PatientHit } from './generated/PatientHit';
import type { SyncStatus } from './generated/SyncStatus';
import type { Ward } from './generated/Ward';
import type { WardRow } from './generated/WardRow';

/** Cache keys. A key holds ids only. */
export const keys = {
  wards: ['ward'] as const,
  ward: (unit: string | null) => ['ward', unit] as const,
  charts: ['chart'] as const,
  chart: (chart: string) => ['chart', chart] as const,
  notes: (chart: string) => ['note', chart] as const,
  note: (chart: string, record: string) => ['note', chart, record] as const,
  search: (text: string) => ['search', text] as const,
  sync: ['sync'] as const,
  decisions: ['decisions'] as const,
};

/** One unit's census; `null` is the person's own unit. */
export function useWard(unit: string | null): UseQueryResult<Ward> {
  const core = useCore();
  return useQuery({
    queryKey: keys.ward(unit),
    queryFn: () => core.wardList({ unit }),
    placeholderData: (previous) => previous,
  });
}

/** One chart. The first read of an opening is the audited one. */
export function useChart(chart: string): UseQueryResult<ChartView> {
  const core = useCore();
  const queries = useQueryClient();
  return useQuery({
    queryKey: keys.chart(chart),
    queryFn: () =>
      queries.getQueryData(keys.chart(chart)) === undefined
        ? core.chartOpen({ chart })
        : core.chartView({ chart }),
  });
}

/** One note's whole text. */
export function useNote(chart: string, record: string): UseQueryResult<NoteText> {
  const core = useCore();
  return useQuery({
    queryKey: keys.note(chart, record),
    queryFn: () => core.noteRead({ chart, record }),
  });
}

/** Patients by name, record number or date of birth; nothing for an empty text. */
export function usePatientSearch(text: string): UseQueryResult<PatientHit[]> {
  const core = useCore();
  const trimmed = text.trim();
  return useQuery({
    queryKey: keys.search(trimmed),
    queryFn: () => core.patientSearch({ text: trimmed }),
    enabled: trimmed !== '',
    staleTime: 0,
    gcTime: 0,
    placeholderData: (previous) => (trimmed === '' ? undefined : previous),
  });
}

/** What has reached central and what has not. */
export function useSync(): UseQueryResult<SyncStatus> {
  const core = useCore();
  return useQuery({ queryKey: keys.sync, queryFn: () => core.syncStatus() });
}

/** What needs a decision, in every chart this person may open; asked for only when something does. */
export function useDecisions(some: boolean): UseQueryResult<Decisions> {
  const core = useCore();
  return useQuery({
    queryKey: keys.decisions,
    queryFn: () => core.decisionList({ chart: null }),
    enabled: some,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Keeps the cache true by the core's events. Mounted once, while somebody is in. */
export function useFreshCache(): void {
  const queries = useQueryClient();
  useCoreEvent('sync', (status) => {
    queries.setQueryData(keys.sync, status);
    refreshDecisions(queries);
  });
  useCoreEvent('ward-changed', () => void queries.invalidateQueries({ queryKey: keys.wards }));
  useCoreEvent('chart-changed', ({ chart }) => refreshChart(queries, chart));
}

/** Reads what needs a decision again. */
export function refreshDecisions(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: keys.decisions });
}

/**
 * Reads a chart again if it is open here, with its notes and the census. Also one behind another: its
 * tab says the name. One that could not be opened is not opened by this.
 */
export function refreshChart(queries: QueryClient, chart: string): void {
  const isOpen = queries.getQueryData(keys.chart(chart)) !== undefined;
  void queries.invalidateQueries({
    queryKey: keys.chart(chart),
    refetchType: isOpen ? 'all' : 'active',
  });
  void queries.invalidateQueries({ queryKey: keys.notes(chart) });
  void queries.invalidateQueries({ queryKey: keys.wards });
}

/** A chart as last read, if it is open; asks for nothing. */
export function useOpened(chart: string): ChartView | undefined {
  const queries = useQueryClient();
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => queries.getQueryData<ChartView>(keys.chart(chart)),
  );
}

/** Every census read so far; asks for nothing. */
export function useWardRow(chart: string): WardRow | undefined {
  const queries = useQueryClient();
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () =>
      queries
        .getQueriesData<Ward>({ queryKey: keys.wards })
        .flatMap(([, ward]) => ward?.rows ?? [])
        .find((row) => row.chart === chart),
  );
}

/** Marks an open chart as holding a draft, before the core next says so. */
export function markDraft(queries: QueryClient, chart: string, hasDraft: boolean): void {
  queries.setQueryData<ChartView>(keys.chart(chart), (view) =>
    view === undefined || view.hasDraft === hasDraft ? view : { ...view, hasDraft },
  );
}
