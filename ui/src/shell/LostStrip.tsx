// Tells a person who is back that something they typed was not saved, until they have seen it. An
// inactivity lock cannot ask first. It pushes, never covers.
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { copy } from '../copy';
import { Button } from '../design';
import { useIsHeld } from '../ipc';
import css from './LockStrip.module.css';
import { mark, markOf } from './lostMark';

export function LostStrip({ username }: { username: string }): ReactNode {
  const held = useIsHeld();
  const [lost, setLost] = useState(() => markOf(username) === 'held');
  useEffect(() => {
    // Chosen to be lost, and not gone yet: the lock is on its way.
    if (held && markOf(username) === 'chosen') return;
    mark(username, held || lost ? 'held' : null);
  }, [username, held, lost]);
  if (!lost) return null;
  const text = copy.lost;
  return (
    <section className={css.strip} aria-label={text.label} data-testid="lost-strip">
      <TriangleAlert size={16} aria-hidden="true" />
      <p role="alert">
        <b>{text.what}</b> {text.remedy}
      </p>
      <Button size="small" onClick={() => setLost(false)}>
        {copy.action.close}
      </Button>
    </section>
  );
}
