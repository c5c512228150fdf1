// Asks before a lock by hand loses what could not be saved. It is not a refusal: the same key again
// locks, and the inactivity lock does not ask.
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Button, Dialog } from '../design';
import { useIsDiskFull } from '../ipc';
import css from './CloseGuard.module.css';

type Props = { onStay: () => void; onLock: () => void };

export function LockGuard({ onStay, onLock }: Props): ReactNode {
  const text = copy.losing;
  const diskFull = useIsDiskFull();
  return (
    <Dialog
      title={text.title}
      onClose={onStay}
      footer={
        <>
          <Button onClick={onStay}>{text.stay}</Button>
          <Button keys="Ctrl L" data-testid="lock-and-lose" onClick={onLock}>
            {text.lock}
          </Button>
        </>
      }
    >
      <div className={css.body}>
        <p>{text.body}</p>
        {diskFull ? <p>{text.diskFull}</p> : null}
      </div>
    </Dialog>
  );
}
