// The last scores as a line on a fixed scale of 0 to 12, so that two rows compare at a glance. The
// dashed line is 5, where urgent review begins. Decoration with a spoken text: never the only place
// of a number.
import { clampedScale, linePath, openScale } from '../plot';
import type { ReactNode } from 'react';
import css from './Sparkline.module.css';

const WIDTH = 64;
const HEIGHT = 20;
const TOP = 12;

type Props = { values: readonly number[]; label: string };

export function Sparkline({ values, label }: Props): ReactNode {
  const last = values.at(-1);
  if (last === undefined || values.length < 2) return null;
  const x = openScale([0, values.length - 1], [3, WIDTH - 4]);
  const y = clampedScale([0, TOP], [HEIGHT - 3, 3]);
  const path = linePath(values.map((value, index) => [x(index), y(value)]));
  return (
    <svg className={css.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line className={css.limit} x1={2} x2={WIDTH - 2} y1={y(5)} y2={y(5)} />
      <path className={css.line} d={path} />
      <circle className={css.dot} cx={x(values.length - 1)} cy={y(last)} r={2.5} />
    </svg>
  );
}
