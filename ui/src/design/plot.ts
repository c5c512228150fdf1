// Straight scales and lines for small clinical plots. Our own, because d3's modules assign to
// prototypes and so cannot load in a window whose prototypes are frozen.

/** From values to pixels, the range's ends never passed when clamped. */
export type Scale = {
  (value: number): number;
  invert: (pixel: number) => number;
  /** Round values within the domain, about `count` of them. */
  ticks: (count: number) => number[];
};

export type Span = readonly [number, number];

/** A scale that may run past the ends of its range. */
export function openScale(domain: Span, range: Span): Scale {
  return scale(domain, range, (pixel) => pixel);
}

/** A scale that stops at the ends of its range. */
export function clampedScale(domain: Span, range: Span): Scale {
  const [low, high] = [Math.min(...range), Math.max(...range)];
  return scale(domain, range, (pixel) => Math.min(high, Math.max(low, pixel)));
}

function scale([d0, d1]: Span, [r0, r1]: Span, keep: (pixel: number) => number): Scale {
  const ratio = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  return Object.assign((value: number) => keep(r0 + (value - d0) * ratio), {
    invert: (pixel: number) => (ratio === 0 ? d0 : d0 + (pixel - r0) / ratio),
    ticks: (count: number) => ticks(Math.min(d0, d1), Math.max(d0, d1), count),
  });
}

/** Multiples of 1, 2 or 5 times a power of ten. */
function ticks(low: number, high: number, count: number): number[] {
  if (high <= low || count < 1) return [];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const error = rough / power;
  const step = power * (error >= 7.07 ? 10 : error >= 3.16 ? 5 : error >= 1.41 ? 2 : 1);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, n) => (first + n) * step);
}

/** The path of a line through points; empty when there are none. */
export function linePath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${round(x)},${round(y)}`).join('');
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
