// One password: hidden until its button shows it, and in its input alone.
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import css from './UnlockForm.module.css';

type Props = {
  id: string;
  label: string;
  field: RefObject<HTMLInputElement | null>;
  shown: boolean;
  isWrong: boolean;
  describedBy: string | undefined;
  onKey?: (event: KeyboardEvent) => void;
  /** What stands in the field beside the text. */
  children?: ReactNode;
};

export function SecretField({
  id,
  label,
  field,
  shown,
  isWrong,
  describedBy,
  onKey,
  children,
}: Props): ReactNode {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div className={css.withButton}>
        <input
          ref={field}
          id={id}
          type={shown ? 'text' : 'password'}
          className={css.input}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={isWrong}
          aria-describedby={describedBy}
          onKeyDown={onKey}
          onKeyUp={onKey}
        />
        {children}
      </div>
    </>
  );
}
