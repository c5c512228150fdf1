// A NEWS2 total and the points of one value. The fill follows the response bands of the score
// (RCP 2017): none 0 to 4, orange 5 to 6 or any single 3, red 7 and above. A fill always holds its
// number and an outline, because yellow and orange alone lack contrast.
import type { ReactNode } from 'react';
import css from './News2.module.css';

export function News2Badge({
  total,
  anyThree,
  size = 'standard',
}: {
  total: number;
  anyThree: boolean;
  size?: 'standard' | 'large';
}): ReactNode {
  return (
    <span className={css.badge} data-band={bandOf(total, anyThree)} data-size={size}>
      {total}
    </span>
  );
}

/** The same by the core's own band: 0 low, 1 a single 3, 2 medium, 3 high. */
export function BandBadge({ band, children }: { band: number | null; children: ReactNode }): ReactNode {
  const shown = band === 3 ? 'high' : band === 1 || band === 2 ? 'medium' : 'low';
  return (
    <span className={css.badge} data-band={shown} data-size="large">
      {children}
    </span>
  );
}

/** "+2" beside a value; nothing for 0. */
export function Points({ points }: { points: number }): ReactNode {
  if (points === 0) return null;
  return (
    <span className={css.points} data-points={Math.min(points, 3)}>
      +{points}
    </span>
  );
}

/** The points of a row of the form, 0 included; "?" while the value is in question. */
export function PointsBox({ points }: { points: number | '?' }): ReactNode {
  return (
    <span className={css.box} data-points={points === '?' ? 0 : Math.min(points, 3)}>
      {points}
    </span>
  );
}

function bandOf(total: number, anyThree: boolean): 'low' | 'medium' | 'high' {
  if (total >= 7) return 'high';
  return total >= 5 || anyThree ? 'medium' : 'low';
}
