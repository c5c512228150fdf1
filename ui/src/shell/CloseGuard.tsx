// Asks before a chart closes with a set of vitals or an addendum half typed, or with a note that could
// not be saved. A note draft that is saved needs no asking.
import type { ReactNode } from 'react';
import { chartCopy } from '../copy';
import { Button, Dialog } from '../design';
import { useOpened } from '../ipc';
import css from './CloseGuard.module.css';
import { patientOf } from './OpenChart';

/** What closing loses. */
export type Losses = { halfTyped: boolean; note: boolean };

type Props = { chart: string; losses: Losses; onKeep: () => void; onClose: () => void };

export function CloseGuard({ chart, losses, onKeep, onClose }: Props): ReactNode {
  const view = useOpened(chart);
  const text = chartCopy.closing;
  return (
    <Dialog
      title={text.title}
      meta={view === undefined ? undefined : patientOf(view)}
      onClose={onKeep}
      footer={
        <>
          <Button onClick={onKeep}>{text.keep}</Button>
          <Button onClick={onClose}>{text.close}</Button>
        </>
      }
    >
      <div className={css.body}>
        {losses.note ? <p>{text.note}</p> : null}
        {losses.halfTyped ? <p>{text.body}</p> : null}
      </div>
    </Dialog>
  );
}
