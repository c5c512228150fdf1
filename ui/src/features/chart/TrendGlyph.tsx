// One measured point. Shape and colour both say its NEWS2 points: dot 0, square 1, diamond 2,
// triangle 3, each outlined.
import type { ReactNode } from 'react';
import css from './Trend.module.css';

export function Glyph({ x, y, points }: { x: number; y: number; points: number }): ReactNode {
  if (points >= 3) {
    return <path className={css.three} d={`M${x} ${y - 4.5}L${x + 4.5} ${y + 3.5}H${x - 4.5}Z`} />;
  }
  if (points === 2) {
    return (
      <path className={css.two} d={`M${x} ${y - 4.5}L${x + 4.5} ${y}L${x} ${y + 4.5}L${x - 4.5} ${y}Z`} />
    );
  }
  if (points === 1) {
    return <rect className={css.one} x={x - 3.25} y={y - 3.25} width={6.5} height={6.5} />;
  }
  return <circle className={css.dot} cx={x} cy={y} r={2.5} />;
}
