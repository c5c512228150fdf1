// Password, and the username of somebody new. What fails is said under the field, in the core's
// words: tries left, held off, keyring. The field is emptied and focused again after a refusal.
import { Eye, EyeOff } from 'lucide-react';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { copy } from '../../copy';
import { Button, IconButton } from '../../design';
import { type Failure, failureOf, type PersonView, type SessionStatus, useCore } from '../../ipc';
import css from './UnlockForm.module.css';

type Props = { person: PersonView | null; onStatus: (status: SessionStatus) => void };

type Field = 'username' | 'password' | 'previous';

type Problem = { field: Field; what: string; remedy: string };

export function UnlockForm({ person, onStatus }: Props): ReactNode {
  const core = useCore();
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const previous = useRef<HTMLInputElement>(null);
  // The core said that the password was changed elsewhere.
  const [changed, setChanged] = useState(false);
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  useLayoutEffect(() => {
    (previous.current ?? username.current ?? password.current)?.focus();
  }, [changed]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const name = person?.username ?? username.current?.value.trim() ?? '';
    const secret = password.current?.value ?? '';
    const before = changed ? (previous.current?.value ?? '') : null;
    const absent = missing(name, secret, before);
    setProblem(absent);
    if (absent !== null) {
      ({ username, password, previous })[absent.field].current?.focus();
      return;
    }
    setBusy(true);
    try {
      const status = await core.unlock({ username: name, password: secret, previous: before });
      empty(password, previous);
      onStatus(status);
    } catch (caught) {
      const failure = failureOf(caught);
      const wanted = failure.code === 'password-changed';
      setProblem({ field: wanted ? 'previous' : 'password', ...wordsOf(failure) });
      setBusy(false);
      if (wanted) {
        // The new one is right, and stays.
        setChanged(true);
        empty(previous);
        previous.current?.focus();
      } else {
        empty(password, previous);
        password.current?.focus();
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
        {changed ? (
          <>
            <label htmlFor="previous">{copy.lock.previous}</label>
            <input
              ref={previous}
              id="previous"
              type={shown ? 'text' : 'password'}
              className={css.input}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              aria-invalid={problem?.field === 'previous'}
              aria-describedby={describedBy}
            />
          </>
        ) : null}
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

/** A password stays in its input alone, and not for longer than it must. */
function empty(...inputs: RefObject<HTMLInputElement | null>[]): void {
  for (const { current } of inputs) {
    if (current !== null) current.value = '';
  }
}

function missing(name: string, secret: string, previous: string | null): Problem | null {
  if (name === '') return { field: 'username', what: copy.lock.noUsername, remedy: '' };
  if (secret === '') return { field: 'password', what: copy.lock.noPassword, remedy: '' };
  if (previous === '') return { field: 'previous', what: copy.lock.noPrevious, remedy: '' };
  return null;
}
