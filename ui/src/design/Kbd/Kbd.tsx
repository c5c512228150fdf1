// A key or a chord as printed on it. On macOS "Ctrl" reads "Cmd"; the names come from one place.
import type { ReactNode } from 'react';
import css from './Kbd.module.css';

const APPLE = /mac/i.test(navigator.userAgent);

export function Kbd({ keys }: { keys: string }): ReactNode {
  return (
    <kbd className={css.kbd} aria-hidden="true">
      {APPLE ? keys.replace('Ctrl', 'Cmd') : keys}
    </kbd>
  );
}
