// One open chart: banner, sections, and beside them whatever pane the shell puts there. Opening is
// audited by the core once; this screen only reads. What may be written starts by the callbacks.
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { chartCopy } from '../../copy';
import { Button, FailureNote, isFocusAway, Skeleton, type Tab, Tabs } from '../../design';
import { type ChartView, failureOf, useChart } from '../../ipc';
import css from './ChartScreen.module.css';
import { DecideContext } from './ConflictChip';
import { FreshnessStrip } from './FreshnessStrip';
import { MedicationsSection } from './Medications';
import { NotesSection } from './Notes';
import { OtherSection } from './Other';
import { PatientBanner } from './PatientBanner';
import { ResultsSection } from './Results';
import { Summary } from './Summary';

export const SECTIONS = ['summary', 'results', 'medications', 'notes', 'other'] as const;

export type Section = (typeof SECTIONS)[number];

/** What a person may begin to write from the chart. */
export type Writes = {
  onVitals: () => void;
  onNote: () => void;
  onAddendum: (note: string) => void;
};

type Props = {
  chart: string;
  section: Section;
  onSection: (section: Section) => void;
  writes: Writes;
  /** Goes to what needs a decision. */
  onDecide: () => void;
  /** The workspace; given the chart once that is read. */
  pane: (view: ChartView) => ReactNode;
};

const PANEL = 'chart-panel';

export function ChartScreen(props: Props): ReactNode {
  const { chart, section, onSection, writes, onDecide, pane } = props;
  const { data, error, refetch } = useChart(chart);
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={10} label={chartCopy.fresh.opening} />
    ) : (
      <FailureNote layout="page" failure={failureOf(error)} onRetry={() => void refetch()} />
    );
  }
  const beside = pane(data);
  return (
    <DecideContext value={onDecide}>
      <div className={css.screen}>
        <PatientBanner banner={data.banner} />
        <FreshnessStrip freshness={data.freshness} />
        {error === null ? null : (
          <div className={css.failure}>
            <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />
          </div>
        )}
        <div className={css.body}>
          <div className={css.chart} data-region="chart">
            <div className={css.bar}>
              <Tabs
                label={chartCopy.section.label}
                tabs={tabsOf(data)}
                chosen={section}
                panelId={PANEL}
                onChoose={onSection}
              />
              <Button data-testid="new-note" keys="Alt N" size="small" onClick={writes.onNote}>
                {data.hasDraft ? chartCopy.notes.resume : chartCopy.notes.write}
              </Button>
            </div>
            <SectionPanel
              key={section}
              view={data}
              section={section}
              alone={beside === null}
              onSection={onSection}
              writes={writes}
            />
          </div>
          {beside}
        </div>
      </div>
    </DecideContext>
  );
}

function SectionPanel({
  view,
  section,
  alone,
  onSection,
  writes,
}: {
  view: ChartView;
  section: Section;
  /** No pane is beside it. */
  alone: boolean;
  onSection: (section: Section) => void;
  writes: Writes;
}): ReactNode {
  const panel = useRef<HTMLDivElement>(null);
  // When the chart opens, and when a pane that had the focus is gone.
  useLayoutEffect(() => {
    if (isFocusAway()) panel.current?.focus();
  }, [alone]);
  return (
    <div
      ref={panel}
      id={PANEL}
      role="tabpanel"
      aria-label={chartCopy.section[section]}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling panel takes the arrow keys
      tabIndex={0}
      data-region-focus=""
      className={css.panel}
    >
      {contentOf(view, section, onSection, writes)}
    </div>
  );
}

function contentOf(
  view: ChartView,
  section: Section,
  onSection: (section: Section) => void,
  writes: Writes,
): ReactNode {
  switch (section) {
    case 'summary':
      return <Summary view={view} onSection={onSection} onVitals={writes.onVitals} />;
    case 'results':
      return <ResultsSection results={view.results} />;
    case 'medications':
      return <MedicationsSection medications={view.medications} />;
    case 'notes':
      return <NotesSection view={view} onAddendum={writes.onAddendum} />;
    case 'other':
      return <OtherSection other={view.other} />;
  }
}

function tabsOf(view: ChartView): Tab<Section>[] {
  const critical =
    view.results.state === 'listed'
      ? view.results.items.filter((result) => result.weight !== 'normal').length
      : 0;
  return SECTIONS.map((id) => ({
    id,
    label: chartCopy.section[id],
    ...(id === 'results' ? { count: critical } : {}),
  }));
}
