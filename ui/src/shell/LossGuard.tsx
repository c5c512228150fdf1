// Asks before a lock by hand, or closing the window, loses what could not be saved. It is not a
// refusal, and the inactivity lock does not ask.
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Button, Dialog } from '../design';
import { useIsDiskFull } from '../ipc';
import css from './CloseGuard.module.css';

type Props = {
  text: { title: string; body: string; stay: string; lose: string };
  /** What is pressed to lose it, when the keys that asked say so when pressed again. */
  keys?: string;
  testId: string;
  onStay: () => void;
  onLose: () => void;
};

export function LossGuard({ text, keys, testId, onStay, onLose }: Props): ReactNode {
  const diskFull = useIsDiskFull();
  return (
    <Dialog
      title={text.title}
      onClose={onStay}
      footer={
        <>
          <Button onClick={onStay}>{text.stay}</Button>
          <Button {...(keys === undefined ? {} : { keys })} data-testid={testId} onClick={onLose}>
            {text.lose}
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
