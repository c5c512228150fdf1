// A short flag in a box: an alert, a state. Text always carries the meaning.
import type { ReactNode } from 'react';
import css from './Chip.module.css';

type Props = { tone?: 'plain' | 'dashed' | 'local' | 'warn'; children: ReactNode };

export function Chip({ tone = 'plain', children }: Props): ReactNode {
  return (
    <span className={css.chip} data-tone={tone}>
      {children}
    </span>
  );
}
