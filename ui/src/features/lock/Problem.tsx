// What is wrong with what was typed, said below it and to who cannot see it.
import type { ReactNode } from 'react';
import { copy } from '../../copy';
import type { Failure } from '../../ipc';
import css from './UnlockForm.module.css';

export type Words = { what: string; remedy: string };

const ID = 'unlock-problem';

/** What a field that is wrong is described by. */
export const describedByOf = (problem: Words | null): string | undefined =>
  problem === null ? undefined : ID;

export function Problem({ problem }: { problem: Words | null }): ReactNode {
  return problem === null ? null : (
    <p id={ID} className={css.problem} role="alert" data-testid={ID}>
      {problem.what} {problem.remedy}
    </p>
  );
}

/** The core says what was not done; on a full disk a person asks how to get in at all. */
export function wordsOf({ code, what, remedy }: Failure): Words {
  return code === 'disk-full' ? copy.lock.diskFull : { what, remedy };
}
