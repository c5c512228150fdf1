// The status bar of the lock screen: network, workstation, help desk, version.
import { Wifi, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../../copy';
import { nearMomentOf } from '../../design/format';
import { type SessionStatus, useNow } from '../../ipc';
import css from './LockScreen.module.css';

export function LockBar({ status }: { status: SessionStatus }): ReactNode {
  const now = useNow(10_000);
  const { network, workstation } = status;
  return (
    <footer className={css.bar}>
      <span className={css.network} data-kind={network.kind} data-testid="status-network">
        {network.kind === 'online' ? (
          <Wifi size={14} aria-hidden="true" />
        ) : (
          <WifiOff size={14} aria-hidden="true" />
        )}
        {network.kind === 'online'
          ? copy.lock.online
          : copy.lock.offlineSince(nearMomentOf(network.sinceMs, now))}
      </span>
      <span className={css.workstation}>{workstation.name}</span>
      <span className={css.end}>
        {workstation.helpDesk === null ? null : copy.lock.helpDesk(workstation.helpDesk)}
      </span>
      <span>{copy.lock.version(workstation.version)}</span>
    </footer>
  );
}
