// Password, and the username of somebody new. What fails is said under the field, in the core's
// words: tries left, held off, keyring. The field is emptied and focused again after a refusal.
import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { copy } from '../../copy';
import { Button, IconButton } from '../../design';
import { type Failure, failureOf, type PersonView, type SessionStatus, useCore } from '../../ipc';
import css from './UnlockForm.module.css';

type Props = { person: PersonView | null; onStatus: (status: SessionStatus) => void };

type Problem = { field: 'username' | 'password'; what: string; remedy: string };

export function UnlockForm({ person, onStatus }: Props): ReactNode {
  const core = useCore();
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  useLayoutEffect(() => {
    (username.current ?? password.current)?.focus();
  }, []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const name = person?.username ?? username.current?.value.trim() ?? '';
    const secret = password.current?.value ?? '';
    const absent = missing(name, secret);
    setProblem(absent);
    if (absent !== null) {
      (absent.field === 'username' ? username : password).current?.focus();
      return;
    }
    setBusy(true);
    try {
      const status = await core.unlock({ username: name, password: secret });
      if (password.current !== null) password.current.value = '';
      onStatus(status);
    } catch (caught) {
      setProblem({ field: 'password', ...wordsOf(failureOf(caught)) });
      setBusy(false);
      if (password.current !== null) {
        password.current.value = '';
        password.current.focus();
      }
    }
  };

  const watchCapsLock = (event: KeyboardEvent): void =>
    setCapsLock(event.getModifierState('CapsLock'));

  const describedBy = problem === null ? undefined : 'unlock-problem';
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      {person === null ? (
        <div className={css.field}>
          <label htmlFor="username">{copy.lock.username}</label>
          <input
            ref={username}
            id="username"
            className={css.input}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={problem?.field === 'username'}
            aria-describedby={describedBy}
          />
        </div>
      ) : null}
      <div className={css.field}>
        <label htmlFor="password">{copy.lock.password}</label>
        <div className={css.withButton}>
          <input
            ref={password}
            id="password"
            type={shown ? 'text' : 'password'}
            className={css.input}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={problem?.field === 'password'}
            aria-describedby={describedBy}
            onKeyDown={watchCapsLock}
            onKeyUp={watchCapsLock}
          />
          <IconButton
            label={shown ? copy.lock.hide : copy.lock.show}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
          </IconButton>
        </div>
        <p className={css.hint} role="status">
          {capsLock ? copy.lock.capsLock : null}
        </p>
        {problem === null ? null : (
          <p id="unlock-problem" className={css.problem} role="alert" data-testid="unlock-problem">
            {problem.what} {problem.remedy}
          </p>
        )}
      </div>
      <Button
        id="unlock"
        type="submit"
        kind="primary"
        size="large"
        keys="Enter"
        aria-disabled={busy}
      >
        {busy ? copy.lock.unlocking : person === null ? copy.lock.signIn : copy.lock.unlock}
      </Button>
    </form>
  );
}

/** The core says what was not done; on a full disk a person asks how to get in at all. */
function wordsOf({ code, what, remedy }: Failure): { what: string; remedy: string } {
  return code === 'disk-full' ? copy.lock.diskFull : { what, remedy };
}

function missing(name: string, secret: string): Problem | null {
  if (name === '') return { field: 'username', what: copy.lock.noUsername, remedy: '' };
  if (secret === '') return { field: 'password', what: copy.lock.noPassword, remedy: '' };
  return null;
}
