// That a record waits for a decision, and the way to where it is made. Where that is, the shell says.
import { createContext, type ReactNode, useContext } from 'react';
import { chartCopy } from '../../copy';
import { Chip } from '../../design';
import css from './ConflictChip.module.css';

/** Goes to what needs a decision. */
export const DecideContext = createContext<() => void>(() => undefined);

export function ConflictChip({ of }: { of: string }): ReactNode {
  const decide = useContext(DecideContext);
  return (
    <button
      type="button"
      className={css.chip}
      data-testid="conflict-chip"
      aria-label={chartCopy.list.conflictOf(of)}
      onClick={decide}
    >
      <Chip tone="warn">{chartCopy.list.conflict}</Chip>
    </button>
  );
}
