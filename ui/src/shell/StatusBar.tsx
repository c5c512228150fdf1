// What is true of this workstation now, always in the same place.
import {
  CloudUpload,
  GitCompareArrows,
  HardDrive,
  Lock,
  OctagonAlert,
  Wifi,
  WifiOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Kbd } from '../design';
import { countdownOf, dateOf, nearMomentOf, spanOf, timeOf, weekdayOf } from '../design/format';
import { type Network, type SyncItem, type SyncStatus, useNow } from '../ipc';
import { type HeardUnlocked, locksInS } from './session';
import css from './StatusBar.module.css';
import type { Waiting } from './waiting';

type Props = {
  heard: HeardUnlocked;
  network: Network;
  sync: SyncStatus | null;
  waiting: Waiting;
  onSync: () => void;
  onLock: () => Promise<void>;
};

const SECONDS_BELOW_S = 120;

export function StatusBar({ heard, network, sync, waiting, onSync, onLock }: Props): ReactNode {
  const now = useNow(1000);
  const text = copy.status;
  const { state, workstation } = heard.status;
  const left = locksInS(heard, now);
  const soon = left < SECONDS_BELOW_S;
  return (
    <footer className={css.bar} aria-label={text.label} data-region="status">
      <button
        type="button"
        className={css.network}
        data-kind={network.kind}
        data-testid="status-network"
        data-region-focus=""
        onClick={onSync}
      >
        <NetworkText network={network} sync={sync} nowMs={now} />
      </button>
      <ToLookAt sync={sync} waiting={waiting} onSync={onSync} />
      {sync === null ? null : (
        <span className={css.wide}>
          <HardDrive size={14} aria-hidden="true" />
          {text.cache(sync.chartsCached)}
        </span>
      )}
      <span className={css.space} />
      <span className={css.workstation}>{workstation.name}</span>
      <span className={css.wide}>{state.person.displayName}</span>
      <span className={css.locks} data-soon={soon} data-testid="locks-in">
        {soon ? text.locksIn(countdownOf(left)) : text.locksInMinutes(Math.floor(left / 60))}
      </span>
      <button type="button" data-testid="lock" className={css.button} onClick={() => void onLock()}>
        <Lock size={14} aria-hidden="true" />
        {text.lock}
        <Kbd keys="Ctrl L" />
      </button>
      <span>
        <b>{timeOf(now)}</b>
        <span className={css.date}>
          {weekdayOf(now)} {dateOf(now)}
        </span>
      </span>
    </footer>
  );
}

function NetworkText({
  network,
  sync,
  nowMs,
}: {
  network: Network;
  sync: SyncStatus | null;
  nowMs: number;
}): ReactNode {
  const text = copy.status;
  if (network.kind === 'offline') {
    return (
      <>
        <WifiOff size={14} aria-hidden="true" />
        <b>{text.offline(spanOf(nowMs - network.sinceMs))}</b>
        {network.dataAsOfMs === null ? null : (
          <span className={css.detail}>{text.asOf(nearMomentOf(network.dataAsOfMs, nowMs))}</span>
        )}
      </>
    );
  }
  return (
    <>
      <Wifi size={14} aria-hidden="true" />
      <b>{text.online}</b>
      <span className={css.detail}>
        {sync?.exchanging === true
          ? text.syncing
          : network.syncedAtMs === null
            ? text.notSynced
            : text.synced(nearMomentOf(network.syncedAtMs, nowMs))}
      </span>
    </>
  );
}

function ToLookAt({ sync, waiting, onSync }: Pick<Props, 'sync' | 'waiting' | 'onSync'>): ReactNode {
  if (sync === null) return null;
  const text = copy.status;
  const { ops, audit } = waiting;
  const number = (state: SyncItem['state']): number =>
    sync.items.filter((item) => item.state === state).length;
  const decide = sync.toDecide + number('void');
  const rejected = number('quarantined');
  return (
    <>
      {ops + audit === 0 ? null : (
        <button
          type="button"
          className={css.waiting}
          data-testid="status-to-send"
          onClick={onSync}
        >
          <CloudUpload size={14} aria-hidden="true" />
          <b>{text.toSend(ops + audit)}</b>
          <span className={css.detail}>{text.split(ops, audit)}</span>
        </button>
      )}
      {decide === 0 ? null : (
        <button type="button" className={css.decide} data-testid="status-decide" onClick={onSync}>
          <GitCompareArrows size={14} aria-hidden="true" />
          <b>{text.decide(decide)}</b>
        </button>
      )}
      {rejected === 0 ? null : (
        <button type="button" className={css.rejected} data-testid="status-rejected" onClick={onSync}>
          <OctagonAlert size={14} aria-hidden="true" />
          <b>{text.rejected(rejected)}</b>
        </button>
      )}
    </>
  );
}
