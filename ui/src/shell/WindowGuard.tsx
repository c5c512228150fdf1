// Asks before closing the window loses what could not be saved.
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Button, Dialog } from '../design';
import { useIsDiskFull } from '../ipc';
import css from './CloseGuard.module.css';

type Props = { onKeep: () => void; onClose: () => void };

export function WindowGuard({ onKeep, onClose }: Props): ReactNode {
  const text = copy.leaving;
  const diskFull = useIsDiskFull();
  return (
    <Dialog
      title={text.title}
      onClose={onKeep}
      footer={
        <>
          <Button onClick={onKeep}>{text.keep}</Button>
          <Button data-testid="close-and-lose" onClick={onClose}>
            {text.close}
          </Button>
        </>
      }
    >
      <div className={css.body}>
        <p>{text.body}</p>
        {diskFull ? <p>{copy.losing.diskFull}</p> : null}
      </div>
    </Dialog>
  );
}
