// Said once, in one place, while our server does not answer: since when, as of when, what happens
// to what is written. It pushes the screen down and covers nothing, so it waits for a hand that is about
// to press; the status bar says it at once.
import { WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Button } from '../design';
import { nearMomentOf } from '../design/format';
import { type Network, type SyncStatus, useNow } from '../ipc';
import css from './OfflineBanner.module.css';
import { useWhenStill } from './useWhenStill';

type Props = { network: Network; sync: SyncStatus | null; onView: () => void };

export function OfflineBanner({ network: current, sync, onView }: Props): ReactNode {
  const now = useNow(60_000);
  const network = useWhenStill(current);
  if (network.kind === 'online') return null;
  const waiting = (sync?.opsToSend ?? 0) + (sync?.auditToSend ?? 0);
  const asOf = network.dataAsOfMs === null ? null : nearMomentOf(network.dataAsOfMs, now);
  return (
    <div className={css.banner} role="status" data-testid="offline-banner">
      <WifiOff size={16} aria-hidden="true" />
      <p>
        <b>{copy.banner.offline(nearMomentOf(network.sinceMs, now))}</b>{' '}
        {copy.banner.offlineBody(asOf)}
      </p>
      {waiting === 0 ? null : (
        <Button size="small" onClick={onView}>
          {copy.banner.view(waiting)}
        </Button>
      )}
    </div>
  );
}
