// Whether what is typed is safe, in two words beside the title.
import type { ReactNode } from 'react';
import { chartCopy } from '../../copy';
import { momentOf, timeOf } from '../../design/format';
import type { SaveState } from './DraftKeeper';
import css from './Note.module.css';

type Props = {
  state: SaveState;
  /** It was last written at another workstation. */
  elsewhere: { station: string | null; atMs: number } | null;
};

export function SaveStateText({ state, elsewhere }: Props): ReactNode {
  const { pane } = chartCopy;
  return (
    <span
      className={css.state}
      data-kind={state.kind}
      data-testid="note-save-state"
      role="status"
    >
      {elsewhere === null
        ? wordsOf(state)
        : pane.elsewhere(elsewhere.station, momentOf(elsewhere.atMs))}
    </span>
  );
}

function wordsOf(state: SaveState): string {
  const { pane } = chartCopy;
  switch (state.kind) {
    case 'empty':
      return pane.empty;
    case 'unsaved':
      return pane.unsaved;
    case 'saving':
      return pane.saving;
    case 'saved':
      return pane.saved(timeOf(state.atMs));
    case 'failed':
      return pane.failed;
  }
}
