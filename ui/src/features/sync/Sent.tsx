// What this person wrote here and central has: each act, and whether a backup has it too.
import { Cloud, DatabaseBackup } from 'lucide-react';
import type { ReactNode } from 'react';
import { sheetCopy } from '../../copy';
import { nearMomentOf } from '../../design/format';
import type { SentItem } from '../../ipc';
import css from './SyncSheet.module.css';

type Props = { items: readonly SentItem[]; nowMs: number };

/** Nothing when there is none. */
export function Sent({ items, nowMs }: Props): ReactNode {
  const text = sheetCopy.sync;
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{text.sent}</h3>
      <ul>
        {items.map((item) => (
          <li
            key={`${item.chart} ${item.atMs} ${item.what}`}
            className={css.item}
            data-state={item.inBackup ? 'durable' : 'accepted'}
            data-testid="sent-item"
          >
            {item.inBackup ? (
              <DatabaseBackup size={16} aria-hidden="true" />
            ) : (
              <Cloud size={16} aria-hidden="true" />
            )}
            <div className={css.body}>
              <b>{item.what}</b>
              <p>{item.patient === null ? text.noMoreYours : text.whose(item.patient, item.mrn)}</p>
              <p>{item.inBackup ? text.durable : text.accepted}</p>
            </div>
            <span className={css.time}>{nearMomentOf(item.atMs, nowMs)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
