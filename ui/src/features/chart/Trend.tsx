// Vitals over time, after the NHS CUI rules for graphs: points, a fixed range for each value, time
// in proportion, label and unit always in sight, the value large with the one before beside it,
// blood pressure as a double-ended T. Arrow keys move a line through the sets, spoken; the same
// numbers are one button away as a table.
import { memo, type KeyboardEvent, type MouseEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { chartCopy } from '../../copy';
import { Button, Panel, Segmented } from '../../design';
import { nearMomentOf } from '../../design/format';
import { type TrendSeries, useNow } from '../../ipc';
import css from './Trend.module.css';
import { Glyph } from './TrendGlyph';
import { TimeAxis, TrendPlot } from './TrendPlot';
import { TrendTable } from './TrendTable';
import { atTime, nearest, timeScale, timesWithin } from './trendScale';

const HOURS = ['12', '24', '48'] as const;

const HOUR_MS = 3_600_000;

export const TrendPanel = memo(function TrendPanel({ series }: { series: readonly TrendSeries[] }): ReactNode {
  // A set recorded since the clock's last tick belongs on the plot at once.
  const now = Math.max(useNow(60_000), ...series.flatMap(({ points }) => points.map(({ atMs }) => atMs)));
  const text = chartCopy.trend;
  const [hours, setHours] = useState<(typeof HOURS)[number]>('48');
  const [form, setForm] = useState<'graph' | 'table'>('graph');
  const fromMs = now - Number(hours) * HOUR_MS;
  const times = timesWithin(series, fromMs, now);
  return (
    <Panel
      title={text.title}
      meta={<Legend />}
      actions={
        <>
          <Segmented
            size="small"
            label={text.range}
            choices={HOURS.map((id) => ({ id, label: text.hours(Number(id)) }))}
            chosen={hours}
            onChoose={setHours}
          />
          <Button size="small" onClick={() => setForm(form === 'graph' ? 'table' : 'graph')}>
            {form === 'graph' ? text.table : text.graph}
          </Button>
        </>
      }
    >
      {times.length === 0 ? (
        <p className={css.none}>{text.none(Number(hours))}</p>
      ) : form === 'table' ? (
        <TrendTable series={series} times={times} nowMs={now} />
      ) : (
        <Graph series={series} times={times} fromMs={fromMs} nowMs={now} />
      )}
    </Panel>
  );
});

function Graph({
  series,
  times,
  fromMs,
  nowMs,
}: {
  series: readonly TrendSeries[];
  times: readonly number[];
  fromMs: number;
  nowMs: number;
}): ReactNode {
  const text = chartCopy.trend;
  const [plot, width] = useWidth();
  const [picked, setPicked] = useState<number | null>(null);
  const last = times.length - 1;
  const index = picked === null ? last : Math.min(picked, last);
  const cursorMs = times[index] ?? nowMs;

  const move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to =
      event.key === 'ArrowLeft'
        ? Math.max(0, index - 1)
        : event.key === 'ArrowRight'
          ? Math.min(last, index + 1)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? last
              : null;
    if (to === null) return;
    event.preventDefault();
    setPicked(to === last ? null : to);
  };

  const pick = (event: MouseEvent<HTMLElement>): void => {
    const plotted = event.currentTarget.querySelector('svg')?.getBoundingClientRect();
    if (plotted === undefined) return;
    const atMs = timeScale(fromMs, nowMs, width).invert(event.clientX - plotted.left);
    const to = nearest(times, atMs);
    setPicked(to === last ? null : to);
  };

  return (
    <div
      className={css.graph}
      role="slider"
      tabIndex={0}
      aria-label={`${text.title}. ${text.hint}`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={index}
      aria-valuetext={spoken(series, cursorMs, nowMs)}
      data-testid="trend"
      onKeyDown={move}
      onClick={pick}
    >
      {series.map((each, row) => (
        <div key={each.code} className={css.row}>
          <div className={css.label}>
            <b>{each.label}</b>
            <span>{each.unit}</span>
          </div>
          <div ref={row === 0 ? plot : undefined} className={css.plot}>
            <TrendPlot series={each} width={width} fromMs={fromMs} nowMs={nowMs} cursorMs={cursorMs} />
          </div>
          <Values series={each} cursorMs={cursorMs} />
        </div>
      ))}
      <div className={css.row}>
        <div className={css.label} />
        <div className={css.plot}>
          <TimeAxis width={width} fromMs={fromMs} nowMs={nowMs} />
        </div>
        <div className={css.values}>
          {picked === null ? null : (
            <span className={css.at}>{nearMomentOf(cursorMs, nowMs)}</span>
          )}
        </div>
      </div>
    </div>
  );
}

function Values({ series, cursorMs }: { series: TrendSeries; cursorMs: number }): ReactNode {
  // Values of one round may be seconds apart: the newest up to the line is the one it means.
  const at = series.points.findLastIndex((point) => point.atMs <= cursorMs);
  const point = series.points[at];
  const before = at > 0 ? series.points[at - 1] : undefined;
  return (
    <div className={css.values}>
      <b>{point?.text ?? '–'}</b>
      {before === undefined ? null : <span>{chartCopy.trend.was(before.text)}</span>}
    </div>
  );
}

function Legend(): ReactNode {
  return (
    <span className={css.legend}>
      {[1, 2, 3].map((points) => (
        <span key={points}>
          <svg className={css.sample} viewBox="0 0 12 12" aria-hidden="true">
            <Glyph x={6} y={6} points={points} />
          </svg>
          {points}
        </span>
      ))}
      {chartCopy.trend.points}
      <span>
        <span className={css.zero} />
        {chartCopy.trend.zero}
      </span>
    </span>
  );
}

function spoken(series: readonly TrendSeries[], cursorMs: number, nowMs: number): string {
  const values = series.flatMap((each) => {
    const point = atTime(each, cursorMs);
    return point === undefined
      ? []
      : [`${each.label} ${point.text} ${each.unit}${chartCopy.trend.scored(point.points ?? 0)}`];
  });
  return chartCopy.trend.spoken(nearMomentOf(cursorMs, nowMs), values.join('; '));
}

/** The width of an element in pixels; a graph in proportion to time needs it. */
function useWidth(): [(element: HTMLDivElement | null) => void, number] {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [width, setWidth] = useState(640);
  const latest = useRef(width);
  useLayoutEffect(() => {
    if (element === null || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      const measured = element.clientWidth;
      if (measured > 0 && measured !== latest.current) {
        latest.current = measured;
        setWidth(measured);
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}
