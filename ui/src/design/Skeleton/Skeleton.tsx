// What stands in a place while its content is read, once that takes longer than 150 ms: before
// that, nothing (the style waits). It has no words of its own; `label` is spoken.
import type { ReactNode } from 'react';
import css from './Skeleton.module.css';

export function Skeleton({ rows, label }: { rows: number; label: string }): ReactNode {
  return (
    <div className={css.skeleton} role="status">
      <span className="spoken">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className={css.row} aria-hidden="true" />
      ))}
    </div>
  );
}
