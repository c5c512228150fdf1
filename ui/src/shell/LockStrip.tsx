// The warning before the lock, docked above the status bar: it pushes, never covers. Text typed so
// far is written down when it appears. Polite at first, assertive in the last half minute.
import { LockKeyhole } from 'lucide-react';
import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { copy } from '../copy';
import { Button } from '../design';
import { countdownOf } from '../design/format';
import { type LockReason, type SessionStatus, useCore, useFlushAll, useIsHeld, useNow } from '../ipc';
import css from './LockStrip.module.css';
import { type HeardUnlocked, locksInS } from './session';

type Props = {
  heard: HeardUnlocked;
  onStatus: (status: SessionStatus) => void;
  onLock: () => Promise<void>;
};

const ASSERTIVE_S = 30;
/** Who types until the end loses nothing of what they typed before it. */
const LAST_S = 3;

export function LockStrip(props: Props): ReactNode {
  const { heard, onStatus } = props;
  const core = useCore();
  const now = useNow(1000);
  const left = locksInS(heard, now);
  const spent = left <= 0;

  const ask = useEffectEvent(() => {
    core.sessionStatus().then(onStatus, () => undefined);
  });
  useEffect(() => {
    // The core's word may have been missed; a chart must not stay on the screen for that.
    if (spent) ask();
  }, [spent]);

  const why = heard.status.state.warning;
  return why === null ? null : <Strip {...props} why={why} left={left} />;
}

function Strip({
  heard,
  onStatus,
  onLock,
  why,
  left,
}: Props & { why: LockReason; left: number }): ReactNode {
  const core = useCore();
  const flushAll = useFlushAll();
  const held = useIsHeld();
  const last = left <= LAST_S ? Math.ceil(left) : null;
  // At once, and each of the last seconds.
  useEffect(() => void flushAll(), [flushAll, last]);
  const idleMinutes = Math.floor((heard.status.state.limitS - left) / 60);
  const reason = copy.strip.why(why, idleMinutes);
  const movable = why === 'inactivity';
  const late = left <= ASSERTIVE_S;
  return (
    <section className={css.strip} aria-label={copy.strip.label} data-testid="lock-strip">
      <LockKeyhole size={16} aria-hidden="true" />
      <p>
        <b>{copy.strip.locking(countdownOf(left))}</b> {reason}{' '}
        {held ? copy.strip.unsaved : copy.strip.saved}
      </p>
      <span className="spoken" role={late ? 'alert' : 'status'} key={late ? 'late' : 'early'}>
        {copy.strip.spoken(late ? ASSERTIVE_S : 60, movable)}
      </span>
      {movable ? (
        <Button
          kind="primary"
          size="small"
          data-testid="stay-unlocked"
          onClick={() => core.activity().then(onStatus, () => undefined)}
        >
          {copy.strip.stay}
        </Button>
      ) : null}
      <Button size="small" onClick={() => void onLock()}>
        {copy.strip.now}
      </Button>
    </section>
  );
}
