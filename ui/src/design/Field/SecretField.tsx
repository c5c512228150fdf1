// One secret: hidden until its button shows it, and in its input alone.
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import css from './Field.module.css';

type Props = {
  id: string;
  label: string;
  field: RefObject<HTMLInputElement | null>;
  shown?: boolean;
  /** A PIN. */
  numeric?: boolean;
  isWrong: boolean;
  describedBy: string | undefined;
  onKey?: (event: KeyboardEvent) => void;
  /** What stands in the field beside the text. */
  children?: ReactNode;
};

export function SecretField(props: Props): ReactNode {
  const { id, label, field, shown, numeric, isWrong, describedBy, onKey, children } = props;
  return (
    <>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <div className={css.withButton}>
        <input
          ref={field}
          id={id}
          type={shown === true ? 'text' : 'password'}
          inputMode={numeric === true ? 'numeric' : undefined}
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
