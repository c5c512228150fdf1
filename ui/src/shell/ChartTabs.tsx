// The open charts, and the field that finds more. Each tab says name and bed; a dot means something
// here is written and not signed. Closing a tab tells the core, which keeps the chart encrypted.
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { copy } from '../copy';
import { cx, Kbd } from '../design';
import { useIsNoteUnsaved } from '../features/note';
import { useOpened, useWardRow, type WardSubject } from '../ipc';
import css from './ChartTabs.module.css';
import { isUnfinished } from './moves';
import type { OpenChart, Place } from './place';

type Props = {
  place: Place;
  /** The unit shown on the ward, once read. */
  unit: string | null;
  onWard: () => void;
  onChart: (chart: string) => void;
  onClose: (chart: string) => void;
  onFind: () => void;
};

export function ChartTabs({ place, unit, onWard, onChart, onClose, onFind }: Props): ReactNode {
  const list = useRef<HTMLElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const tabs = [...(list.current?.querySelectorAll('[data-tab]') ?? [])];
    const next = tabs[tabs.findIndex((tab) => tab === document.activeElement) + step];
    if (!(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <div className={css.bar}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows between the buttons inside */}
      <nav
        ref={list}
        aria-label={copy.tabs.label}
        className={css.tabs}
        data-region="tabs"
        onKeyDown={onKeyDown}
      >
        <div className={css.tab} data-front={place.active === null}>
          <button
            type="button"
            data-tab=""
            data-region-focus={place.active === null ? '' : undefined}
            aria-current={place.active === null ? 'page' : undefined}
            className={css.open}
            onClick={onWard}
          >
            {unit === null ? copy.tabs.wardOnly : copy.tabs.ward(unit)}
          </button>
        </div>
        {place.tabs.map((tab) => (
          <ChartTab
            key={tab.chart}
            tab={tab}
            front={tab.chart === place.active}
            onOpen={() => onChart(tab.chart)}
            onClose={() => onClose(tab.chart)}
          />
        ))}
      </nav>
      <button type="button" className={css.find} data-testid="find" onClick={onFind}>
        <Search size={14} aria-hidden="true" />
        <span className={css.placeholder}>{copy.find.placeholder}</span>
        <Kbd keys="Ctrl K" />
      </button>
    </div>
  );
}

function ChartTab({
  tab,
  front,
  onOpen,
  onClose,
}: {
  tab: OpenChart;
  front: boolean;
  onOpen: () => void;
  onClose: () => void;
}): ReactNode {
  const { name, bed, draft } = useTabLabel(tab);
  return (
    <div className={css.tab} data-front={front} data-testid="chart-tab" data-chart={tab.chart}>
      <button
        type="button"
        data-tab=""
        data-region-focus={front ? '' : undefined}
        aria-current={front ? 'page' : undefined}
        className={cx(css.open, css.chart)}
        onClick={onOpen}
      >
        <span>{name}</span>
        {bed === null ? null : <span className={css.bed}>{bed}</span>}
        {draft ? <span className={css.dot} role="img" aria-label={copy.tabs.draft} /> : null}
      </button>
      <button
        type="button"
        className={css.close}
        aria-label={copy.tabs.close(name)}
        onClick={onClose}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** Of a tab not opened again, what the census knows of today's note. */
function isDrafted(subject: WardSubject | undefined): boolean {
  return subject?.kind === 'open' && subject.note.state === 'draft';
}

/** Name and bed from the chart when it was opened, else from the census. */
export function useTabLabel(tab: OpenChart): { name: string; bed: string | null; draft: boolean } {
  const view = useOpened(tab.chart);
  const row = useWardRow(tab.chart);
  const unsaved = useIsNoteUnsaved(tab.chart);
  const subject = row?.subject;
  const known = subject === undefined || subject.kind === 'restricted' ? null : subject.name;
  return {
    name:
      view === undefined ? (known ?? copy.tabs.unnamed) : `${view.banner.family}, ${view.banner.given}`,
    bed: view?.banner.bed ?? row?.bed ?? null,
    draft: isUnfinished(tab) || unsaved || (view === undefined ? isDrafted(subject) : view.hasDraft),
  };
}
