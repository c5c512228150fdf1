// What was written here and where it is: to be sent, not accepted, or without effect.
import { CloudUpload, GitCompareArrows, OctagonAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { sheetCopy } from '../../copy';
import { Button } from '../../design';
import { nearMomentOf } from '../../design/format';
import type { SyncItem } from '../../ipc';
import css from './SyncSheet.module.css';
import { together } from './together';

type Props = {
  items: readonly SyncItem[];
  nowMs: number;
  onOpenChart: (chart: string) => void;
};

/** Items under a title; nothing when there are none. */
export function Group({
  title,
  children,
  ...rest
}: Props & { title: string; children?: ReactNode }): ReactNode {
  if (rest.items.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{title}</h3>
      <ul>
        <Items {...rest} />
        {children}
      </ul>
    </section>
  );
}

/** The items of a list. */
export function Items({ items, nowMs, onOpenChart }: Props): ReactNode {
  return together(items).map(({ item, count }) => (
    <li
      key={`${item.chart} ${item.atMs} ${item.what} ${item.state}`}
      className={css.item}
      data-state={item.state}
      data-testid="sync-item"
    >
      <StateIcon state={item.state} />
      <div className={css.body}>
        <b>{sheetCopy.sync.what(item.what, count)}</b>
        <p>{item.patient === null ? sheetCopy.sync.otherPerson : sheetCopy.sync.whose(item.patient, item.mrn)}</p>
        <StateText item={item} />
        {item.patient === null || item.state === 'toSend' ? null : (
          <Button size="small" onClick={() => onOpenChart(item.chart)}>
            {sheetCopy.sync.open}
          </Button>
        )}
      </div>
      <span className={css.time}>{nearMomentOf(item.atMs, nowMs)}</span>
    </li>
  ));
}

function StateIcon({ state }: { state: SyncItem['state'] }): ReactNode {
  switch (state) {
    case 'toSend':
      return <CloudUpload size={16} aria-hidden="true" />;
    case 'quarantined':
      return <OctagonAlert size={16} aria-hidden="true" />;
    case 'void':
      return <GitCompareArrows size={16} aria-hidden="true" />;
  }
}

function StateText({ item }: { item: SyncItem }): ReactNode {
  const text = sheetCopy.sync;
  switch (item.state) {
    case 'toSend':
      return null;
    case 'quarantined':
      return <p>{item.aside === null ? text.kept : text.quarantined[item.aside]}</p>;
    case 'void':
      return <p>{text.void}</p>;
  }
}
