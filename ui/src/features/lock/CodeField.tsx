// What an authenticator app shows. It may be pasted, with the space apps put in its middle; it is good once, and not hidden.
import type { ReactNode, RefObject } from 'react';
import { copy } from '../../copy';
import css from './UnlockForm.module.css';

type Props = {
  field: RefObject<HTMLInputElement | null>;
  isWrong: boolean;
  describedBy: string | undefined;
};

export function CodeField({ field, isWrong, describedBy }: Props): ReactNode {
  return (
    <>
      <label htmlFor="code">{copy.lock.code}</label>
      <input
        ref={field}
        id="code"
        type="text"
        inputMode="numeric"
        className={css.input}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={describedBy}
      />
    </>
  );
}
