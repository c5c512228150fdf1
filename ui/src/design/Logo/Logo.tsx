// The mark of the product: a pulse on slate.
import { Activity } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './Logo.module.css';

export function Logo(): ReactNode {
  return (
    <span className={css.logo} aria-hidden="true">
      <Activity size={18} />
    </span>
  );
}
