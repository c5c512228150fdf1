// Asks before a chart closes with a set of vitals or an addendum half typed. A note draft needs no
// asking: it is saved.
import type { ReactNode } from 'react';
import { chartCopy } from '../copy';
import { Button, Dialog } from '../design';
import { useOpened } from '../ipc';
import css from './CloseGuard.module.css';
import { patientOf } from './OpenChart';

type Props = { chart: string; onKeep: () => void; onClose: () => void };

export function CloseGuard({ chart, onKeep, onClose }: Props): ReactNode {
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
      <p className={css.body}>{text.body}</p>
    </Dialog>
  );
}
