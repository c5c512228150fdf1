// The button. `primary` is the one main action of a region; `quiet` has no border until hovered.
// A button is never disabled to explain something: it acts, or says why it cannot.
import type { ComponentProps, ReactNode } from 'react';
import { cx } from '../cx';
import { Kbd } from '../Kbd';
import css from './Button.module.css';

type Props = Omit<ComponentProps<'button'>, 'children'> & {
  kind?: 'plain' | 'primary' | 'quiet';
  size?: 'small' | 'standard' | 'large';
  icon?: ReactNode;
  /** The shortcut, as "Ctrl Enter". */
  keys?: string;
  children: ReactNode;
};

export function Button({
  kind = 'plain',
  size = 'standard',
  icon,
  keys,
  className,
  children,
  ...rest
}: Props): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(css.button, className)}
      data-kind={kind}
      data-size={size}
    >
      {icon}
      <span>{children}</span>
      {keys === undefined ? null : <Kbd keys={keys} />}
    </button>
  );
}

/** A square button with an icon; `label` is its name. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  label: string;
}): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(css.icon, className)}
      aria-label={label}
      title={label}
    >
      {children}
    </button>
  );
}
