// What waits on this workstation: what a person has to decide, what central did not accept, what sends
// by itself, and audit events, which may be seen and not touched. Nothing here deletes.
import { DatabaseBackup, FileLock2 } from 'lucide-react';
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
import { Decisions } from './Decisions';
import { Group } from './Items';
import { Sent } from './Sent';
import css from './SyncSheet.module.css';

type Props = {
  /** The chart to show first. */
  at: string | null;
  onClose: () => void;
  onOpenChart: (chart: string) => void;
};

export function SyncSheet({ at, onClose, onOpenChart }: Props): ReactNode {
  const core = useCore();
  const now = useNow(10_000);
  const { data, error, refetch } = useSync();
  const [busy, setBusy] = useState(false);
  const [triedAtMs, setTriedAtMs] = useState<number | null>(null);
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
      setTriedAtMs(core.now());
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
          <span className={css.network} role="status">
            {data === undefined ? '' : networkOf(data.network, now, triedAtMs)}
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
        <Groups status={data} at={at} nowMs={now} onOpenChart={onOpenChart} />
      )}
    </Dialog>
  );
}

function Groups({
  status,
  at,
  nowMs,
  onOpenChart,
}: {
  status: SyncStatus;
  at: string | null;
  nowMs: number;
  onOpenChart: (chart: string) => void;
}): ReactNode {
  const text = sheetCopy.sync;
  const of = (state: SyncItem['state']): SyncItem[] =>
    status.items.filter((item) => item.state === state);
  const aside = of('quarantined');
  const sending = of('toSend');
  const unlisted = status.opsToSend - sending.length;
  const nothing =
    status.toDecide === 0 && status.items.length === 0 && status.auditToSend === 0;
  const shared = { nowMs, onOpenChart };
  return (
    <>
      <Decisions counted={status.toDecide} voids={of('void')} at={at} {...shared} />
      <Group title={text.aside} items={aside} {...shared} />
      <Group title={text.automatic} items={sending} {...shared}>
        {unlisted > 0 ? <li className={css.more}>{text.more(unlisted)}</li> : null}
      </Group>
      {nothing ? <p className={css.nothing}>{text.allSent}</p> : null}
      {status.auditToSend === 0 ? null : (
        <Told title={text.audit} what={text.auditCount(status.auditToSend)} body={text.auditBody}>
          <FileLock2 size={16} aria-hidden="true" />
        </Told>
      )}
      {status.notInBackup === 0 ? null : (
        <Told title={text.backup} what={text.backupCount(status.notInBackup)} body={text.backupBody}>
          <DatabaseBackup size={16} aria-hidden="true" />
        </Told>
      )}
      <Sent items={status.sent} nowMs={nowMs} />
    </>
  );
}

type TellProps = { title: string; what: string; body: string; children: ReactNode };

/** What may be seen here and not touched; the icon is its child. */
function Told({ title, what, body, children }: TellProps): ReactNode {
  return (
    <section>
      <h3 className={css.group}>{title}</h3>
      <div className={css.item}>
        {children}
        <div className={css.body}>
          <b>{what}</b>
          <p>{body}</p>
        </div>
      </div>
    </section>
  );
}

function summaryOf(status: SyncStatus, nowMs: number): string {
  const waiting = status.items.filter((item) => item.state !== 'void');
  const oldest = waiting.reduce<number | null>(
    (least, item) => (least === null || item.atMs < least ? item.atMs : least),
    null,
  );
  const aside = waiting.filter((item) => item.state === 'quarantined').length;
  return sheetCopy.sync.summary(
    status.opsToSend + status.auditToSend + aside,
    oldest === null ? null : spanOf(nowMs - oldest),
  );
}

function networkOf(network: Network, nowMs: number, triedAtMs: number | null): string {
  const text = sheetCopy.sync;
  if (network.kind === 'offline') {
    return triedAtMs === null
      ? text.offline(nearMomentOf(network.sinceMs, nowMs))
      : text.noAnswer(nearMomentOf(triedAtMs, nowMs));
  }
  return network.syncedAtMs === null
    ? text.onlineNever
    : text.online(nearMomentOf(network.syncedAtMs, nowMs));
}
