// Who wrote a value that is in question, and when.
import type { ReactNode } from 'react';
import { decideCopy } from '../../copy';
import { nearMomentOf } from '../../design/format';
import type { AuthorView } from '../../ipc';
import css from './Decide.module.css';

export function Author({ by, nowMs }: { by: AuthorView; nowMs: number }): ReactNode {
  return (
    <p className={css.author}>
      <b>{authorOf(by)}</b>
      <span>{decideCopy.wrote(roleOf(by.role), nearMomentOf(by.atMs, nowMs))}</span>
    </p>
  );
}

/** "Tomas Berg, RN, nurse, 13:49". */
export function authorLine(by: AuthorView, nowMs: number): string {
  return `${authorOf(by)}, ${decideCopy.wrote(roleOf(by.role), nearMomentOf(by.atMs, nowMs))}`;
}

/** "Tomas Berg, RN", "You". */
export function authorOf(by: AuthorView): string {
  if (by.you) return decideCopy.you;
  return by.name ?? decideCopy.somebody;
}

function roleOf(role: string | null): string | null {
  const known: Readonly<Record<string, string>> = decideCopy.roles;
  return role === null ? null : (known[role] ?? null);
}
