// One value against time, and the axis under all of them. Drawing only.
import { clampedScale, linePath } from '../../design';
import type { ReactNode } from 'react';
import { dayOf, timeOf, weekdayOf } from '../../design/format';
import type { TrendSeries } from '../../ipc';
import css from './Trend.module.css';
import { Glyph } from './TrendGlyph';
import { INSET, timeScale, timeTicks, valueTicks } from './trendScale';

type Props = {
  series: TrendSeries;
  width: number;
  fromMs: number;
  nowMs: number;
  cursorMs: number;
};

export function TrendPlot({ series, width, fromMs, nowMs, cursorMs }: Props): ReactNode {
  const pressure = series.points.some((point) => point.second !== null);
  const height = pressure ? 54 : 40;
  const x = timeScale(fromMs, nowMs, width);
  const y = clampedScale([series.low, series.high], [height - 5, 5]);
  const shown = series.points.filter((point) => point.atMs >= fromMs && point.atMs <= nowMs);
  const path = linePath(shown.map((point) => [x(point.atMs), y(point.value)]));
  const right = width - 2;
  return (
    <svg className={css.svg} width={width} height={height} aria-hidden="true">
      <rect className={css.frame} x={INSET.left} y={0.5} width={right - INSET.left} height={height - 1} />
      <rect
        className={css.band}
        x={INSET.left}
        width={right - INSET.left}
        y={y(series.zeroHigh)}
        height={Math.max(1, y(series.zeroLow) - y(series.zeroHigh))}
      />
      {timeTicks(fromMs, nowMs).map(({ atMs, midnight }) => (
        <line key={atMs} className={midnight ? css.midnight : css.rule} x1={x(atMs)} x2={x(atMs)} y1={0} y2={height} />
      ))}
      {valueTicks(y, series.low, series.high, tickPx()).map((tick) => (
        <g key={tick}>
          <line className={css.rule} x1={INSET.left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text className={css.tick} x={INSET.left - 5} y={y(tick)} dy="0.35em" textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <line className={css.cursor} x1={x(cursorMs)} x2={x(cursorMs)} y1={0} y2={height} />
      {pressure ? null : <path className={css.line} d={path ?? ''} />}
      {shown.map((point) => (
        <g key={point.atMs}>
          {point.second === null ? null : (
            <Pressure x={x(point.atMs)} top={y(point.value)} bottom={y(point.second)} />
          )}
          {pressure && (point.points ?? 0) === 0 ? null : (
            <Glyph x={x(point.atMs)} y={y(point.value)} points={point.points ?? 0} />
          )}
        </g>
      ))}
    </svg>
  );
}

function Pressure({ x, top, bottom }: { x: number; top: number; bottom: number }): ReactNode {
  return (
    <path
      className={css.pressure}
      d={`M${x - 4} ${top}H${x + 4}M${x} ${top}V${bottom}M${x - 4} ${bottom}H${x + 4}`}
    />
  );
}

/** Hours, and the day at each midnight and at the start. */
export function TimeAxis({
  width,
  fromMs,
  nowMs,
}: {
  width: number;
  fromMs: number;
  nowMs: number;
}): ReactNode {
  const x = timeScale(fromMs, nowMs, width);
  const ticks = timeTicks(fromMs, nowMs);
  const every = width < 420 ? 2 : 1;
  const midnights = ticks.filter((tick) => tick.midnight);
  const firstMidnight = midnights[0];
  const startFits = firstMidnight === undefined || x(firstMidnight.atMs) - INSET.left > 96;
  return (
    <svg className={css.svg} width={width} height={34} aria-hidden="true">
      {ticks.map(({ atMs, midnight }, index) =>
        midnight || index % every === 0 ? (
          <text key={atMs} className={css.tick} x={x(atMs)} y={12} textAnchor="middle">
            {timeOf(atMs)}
          </text>
        ) : null,
      )}
      {startFits ? (
        <text className={css.day} x={INSET.left} y={28}>
          {weekdayOf(fromMs)} {dayOf(fromMs)}
        </text>
      ) : null}
      {midnights.map(({ atMs }) => (
        <text key={atMs} className={css.day} x={x(atMs)} y={28} textAnchor={dayAnchor(x(atMs), width)}>
          {weekdayOf(atMs)} {dayOf(atMs)}
        </text>
      ))}
    </svg>
  );
}

// A day in the middle under its midnight, unless it would be cut at the edge.
function dayAnchor(x: number, width: number): 'middle' | 'end' {
  return x > width - DAY_PX / 2 ? 'end' : 'middle';
}

const DAY_PX = 80;

// Plots are sized in pixels, their numbers by the text size: closer than this they would touch.
function tickPx(): number {
  const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return 0.72 * (Number.isNaN(root) ? 16 : root);
}
