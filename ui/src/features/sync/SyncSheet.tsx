// What waits on this workstation: what central put aside, what sends by itself, and audit events,
// which may be seen and not touched. Nothing here deletes.
import { CloudUpload, FileLock2, GitCompareArrows } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { sheetCopy } from '../../copy';
import { Button, Dialog, FailureNote, Skeleton } from '../../design';
import { nearMomentOf, spanOf } from '../../design/format';
import {
  type Failure,
  failureOf,
  type Network,
  type SyncItem,
  type SyncStatus,
  useCore,
  useNow,
  useSync,
} from '../../ipc';
import css from './SyncSheet.module.css';
import { together } from './together';

type Props = { onClose: () => void; onOpenChart: (chart: string) => void };

export function SyncSheet({ onClose, onOpenChart }: Props): ReactNode {
  const core = useCore();
  const now = useNow(10_000);
  const { data, error, refetch } = useSync();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const text = sheetCopy.sync;

  const syncNow = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await core.syncNow();
      await refetch();
    } catch (caught) {
      setFailure(failureOf(caught));
    } finally {
      setBusy(false);
    }
  };

  const shown = failure ?? (error === null ? null : failureOf(error));
  return (
    <Dialog
      kind="sheet"
      title={text.title}
      meta={data === undefined ? undefined : summaryOf(data, now)}
      onClose={onClose}
      footer={
        <>
          <span className={css.network}>
            {data === undefined ? '' : networkOf(data.network, now)}
          </span>
          <Button data-testid="sync-now" aria-disabled={busy} onClick={() => void syncNow()}>
            {busy || data?.exchanging === true ? text.syncing : text.now}
          </Button>
        </>
      }
    >
      {shown === null ? null : (
        <div className={css.failure}>
          <FailureNote failure={shown} />
        </div>
      )}
      {data === undefined ? (
        <Skeleton rows={4} label={text.title} />
      ) : (
        <Groups status={data} nowMs={now} onOpenChart={onOpenChart} />
      )}
    </Dialog>
  );
}

function Groups({
  status,
  nowMs,
  onOpenChart,
}: {
  status: SyncStatus;
  nowMs: number;
  onOpenChart: (chart: string) => void;
}): ReactNode {
  const text = sheetCopy.sync;
  const aside = status.items.filter((item) => item.state !== 'toSend');
  const sending = status.items.filter((item) => item.state === 'toSend');
  const unlisted = status.opsToSend - sending.length;
  if (aside.length === 0 && sending.length === 0 && status.auditToSend === 0) {
    return <p className={css.nothing}>{text.allSent}</p>;
  }
  return (
    <>
      <Group title={text.aside} items={aside} nowMs={nowMs} onOpenChart={onOpenChart} />
      <Group title={text.automatic} items={sending} nowMs={nowMs} onOpenChart={onOpenChart}>
        {unlisted > 0 ? <li className={css.more}>{text.more(unlisted)}</li> : null}
      </Group>
      {status.auditToSend === 0 ? null : (
        <section>
          <h3 className={css.group}>{text.audit}</h3>
          <div className={css.item}>
            <FileLock2 size={16} aria-hidden="true" />
            <div className={css.body}>
              <b>{text.auditCount(status.auditToSend)}</b>
              <p>{text.auditBody}</p>
            </div>
          </div>
        </section>
      )}
    </>
  );
}

function Group({
  title,
  items,
  nowMs,
  onOpenChart,
  children,
}: {
  title: string;
  items: readonly SyncItem[];
  nowMs: number;
  onOpenChart: (chart: string) => void;
  children?: ReactNode;
}): ReactNode {
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className={css.group}>{title}</h3>
      <ul>
        {together(items).map(({ item, count }) => (
          <li
            key={`${item.chart} ${item.atMs} ${item.what} ${item.state}`}
            className={css.item}
            data-state={item.state}
            data-testid="sync-item"
          >
            {item.state === 'toSend' ? (
              <CloudUpload size={16} aria-hidden="true" />
            ) : (
              <GitCompareArrows size={16} aria-hidden="true" />
            )}
            <div className={css.body}>
              <b>{sheetCopy.sync.what(item.what, count)}</b>
              <p>{item.patient ?? sheetCopy.sync.otherPerson}</p>
              <StateText item={item} />
              {item.patient === null || item.state === 'toSend' ? null : (
                <Button size="small" onClick={() => onOpenChart(item.chart)}>
                  {sheetCopy.sync.open}
                </Button>
              )}
            </div>
            <span className={css.time}>{nearMomentOf(item.atMs, nowMs)}</span>
          </li>
        ))}
        {children}
      </ul>
    </section>
  );
}

function StateText({ item }: { item: SyncItem }): ReactNode {
  switch (item.state) {
    case 'toSend':
      return null;
    case 'quarantined':
      return <p>{sheetCopy.sync.quarantined}</p>;
    case 'void':
      return <p>{sheetCopy.sync.void}</p>;
  }
}

function summaryOf(status: SyncStatus, nowMs: number): string {
  const oldest = status.items.reduce<number | null>(
    (least, item) => (least === null || item.atMs < least ? item.atMs : least),
    null,
  );
  const aside = status.items.filter((item) => item.state !== 'toSend').length;
  return sheetCopy.sync.summary(
    status.opsToSend + status.auditToSend + aside,
    oldest === null ? null : spanOf(nowMs - oldest),
  );
}

function networkOf(network: Network, nowMs: number): string {
  const text = sheetCopy.sync;
  if (network.kind === 'offline') return text.offline(nearMomentOf(network.sinceMs, nowMs));
  return network.syncedAtMs === null
    ? text.onlineNever
    : text.online(nearMomentOf(network.syncedAtMs, nowMs));
}
