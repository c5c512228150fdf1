// Initials in a circle for people who work here, in a square for patients. Never the only name.
import type { ReactNode } from 'react';
import css from './Avatar.module.css';

type Props = { initials: string; of?: 'person' | 'patient'; size?: 'standard' | 'large' };

export function Avatar({ initials, of = 'person', size = 'standard' }: Props): ReactNode {
  return (
    <span className={css.avatar} data-of={of} data-size={size} aria-hidden="true">
      {initials}
    </span>
  );
}
