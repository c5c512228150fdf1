// Times and scales of the trend. Pure.
import { type Scale, openScale } from '../../design';
import type { TrendPoint, TrendSeries } from '../../ipc';

const HOUR_MS = 3_600_000;

/** Left of the plot, where the numbers of the axis stand; right of it, room for half a glyph. */
export const INSET = { left: 34, right: 10 } as const;

/** Every moment at which something was measured within the span, oldest first. */
export function timesWithin(
  series: readonly TrendSeries[],
  fromMs: number,
  untilMs: number,
): number[] {
  const times = series.flatMap((each) => each.points.map((point) => point.atMs));
  return [...new Set(times)]
    .filter((atMs) => atMs >= fromMs && atMs <= untilMs)
    .toSorted((one, other) => one - other);
}

/** The index of the time closest to `atMs`. */
export function nearest(times: readonly number[], atMs: number): number {
  return times.reduce(
    (best, time, index) =>
      Math.abs(time - atMs) < Math.abs((times[best] ?? Infinity) - atMs) ? index : best,
    0,
  );
}

export function atTime(series: TrendSeries, atMs: number): TrendPoint | undefined {
  return series.points.find((point) => point.atMs === atMs);
}

/** Time to pixels across a plot of `width`. */
export function timeScale(fromMs: number, nowMs: number, width: number): Scale {
  return openScale([fromMs, nowMs], [INSET.left + 6, width - INSET.right]);
}

/** Round values strictly within the range to mark, as many as stand `apartPx` apart. */
export function valueTicks(y: Scale, low: number, high: number, apartPx: number): number[] {
  const choices = [3, 2, 1].map((count) =>
    y.ticks(count).filter((tick) => tick > low && tick < high),
  );
  const apart = (ticks: number[]): boolean =>
    ticks.length > 0 &&
    ticks.every((tick, at) => at === 0 || Math.abs(y(tick) - y(ticks[at - 1] ?? tick)) >= apartPx);
  return choices.find(apart) ?? choices[0]?.slice(0, 1) ?? [];
}

export type TimeTick = { atMs: number; midnight: boolean };

/** Whole local hours to mark, about eight of them, midnight always among them. */
export function timeTicks(fromMs: number, nowMs: number): TimeTick[] {
  const hours = (nowMs - fromMs) / HOUR_MS;
  const step = hours > 30 ? 6 : hours > 15 ? 3 : 2;
  const first = new Date(fromMs);
  first.setMinutes(0, 0, 0);
  const ticks: TimeTick[] = [];
  for (let offset = 0; offset <= hours + 1; offset += 1) {
    const moment = new Date(first);
    moment.setHours(first.getHours() + offset);
    const atMs = moment.getTime();
    if (atMs >= fromMs && atMs <= nowMs && moment.getHours() % step === 0) {
      ticks.push({ atMs, midnight: moment.getHours() === 0 });
    }
  }
  return ticks;
}
