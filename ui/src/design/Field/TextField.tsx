// One line of text that is no secret: a username, or what an authenticator app shows, which is good once. The latter may be pasted,
// with the space apps put in its middle.
import type { ReactNode, RefObject } from 'react';
import css from './Field.module.css';

type Props = {
  id: string;
  label: string;
  field: RefObject<HTMLInputElement | null>;
  /** A code of an authenticator app. */
  code?: boolean;
  isWrong: boolean;
  describedBy: string | undefined;
};

export function TextField({ id, label, field, code, isWrong, describedBy }: Props): ReactNode {
  return (
    <>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <input
        ref={field}
        id={id}
        type="text"
        inputMode={code === true ? 'numeric' : undefined}
        className={css.input}
        autoComplete={code === true ? 'one-time-code' : 'off'}
        autoCapitalize="none"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
      />
    </>
  );
}
