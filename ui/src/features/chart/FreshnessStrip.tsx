// What this chart is not: not all here, not all readable, not all sent. Absent when none applies.
import { CircleDashed, CloudUpload, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import type { Freshness } from '../../ipc';
import css from './FreshnessStrip.module.css';

export function FreshnessStrip({ freshness }: { freshness: Freshness }): ReactNode {
  const { complete, notShown, unreadable, unsent } = freshness;
  if (complete && notShown === 0 && unreadable === 0 && unsent === 0) return null;
  return (
    <ul className={css.strip} data-testid="freshness">
      {unreadable === 0 ? null : (
        <li data-kind="unreadable">
          <TriangleAlert size={14} aria-hidden="true" />
          {chartCopy.fresh.unreadable(unreadable)}
        </li>
      )}
      {notShown === 0 ? null : (
        <li data-kind="unreadable">
          <TriangleAlert size={14} aria-hidden="true" />
          {chartCopy.fresh.notShown(notShown)}
        </li>
      )}
      {complete ? null : (
        <li>
          <CircleDashed size={14} aria-hidden="true" />
          {chartCopy.fresh.downloading}
        </li>
      )}
      {unsent === 0 ? null : (
        <li>
          <CloudUpload size={14} aria-hidden="true" />
          {chartCopy.fresh.unsent(unsent)}
        </li>
      )}
    </ul>
  );
}
