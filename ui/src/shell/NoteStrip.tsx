// Says that a note could not be saved whose pane is closed, and leads back to it. It pushes, never
// covers.
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { copy } from '../copy';
import { Button } from '../design';
import { useLeftRefused } from '../features/note';
import { useIsDiskFull, useOpened } from '../ipc';
import css from './LockStrip.module.css';
import { patientOf } from './OpenChart';

type Props = { onOpen: (chart: string) => void };

export function NoteStrip({ onOpen }: Props): ReactNode {
  const chart = useLeftRefused();
  return chart === null ? null : <Strip key={chart} chart={chart} onOpen={onOpen} />;
}

function Strip({ chart, onOpen }: Props & { chart: string }): ReactNode {
  const view = useOpened(chart);
  const diskFull = useIsDiskFull();
  const text = copy.leftNote;
  return (
    <section className={css.strip} aria-label={text.label} data-testid="note-strip">
      <TriangleAlert size={16} aria-hidden="true" />
      <p role="alert">
        <b>{view === undefined ? text.whatOfOne : text.what(patientOf(view))}</b>{' '}
        {diskFull ? text.diskFull : text.kept}
      </p>
      <Button size="small" onClick={() => onOpen(chart)}>
        {text.open}
      </Button>
    </section>
  );
}
