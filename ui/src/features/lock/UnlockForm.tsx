// Password, and the username of somebody new; what else the core asks for, once it does: the password
// before it, a code. What fails is said under the field, in the core's words: tries left, held off,
// keyring. The field is emptied and focused again after a refusal.
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
import { Button, empty, IconButton, SecretField, TextField } from '../../design';
import { type Failure, failureOf, type PersonView, type SessionStatus, useCore } from '../../ipc';
import { describedByOf, Problem, type Words, wordsOf } from './Problem';
import css from './UnlockForm.module.css';

type Props = {
  person: PersonView | null;
  /** Why the password is asked for, where that is new. */
  notice: Words | null;
  onStatus: (status: SessionStatus) => void;
  /** Back to the PIN, for somebody who has one. */
  onPin: (() => void) | null;
  /** To the hospital's own page. */
  onSignOn: (() => void) | null;
};

type Field = 'username' | 'password' | 'previous' | 'setUp' | 'code';

type Wrong = Words & { field: Field | null };

export function UnlockForm({ person, notice, onStatus, onPin, onSignOn }: Props): ReactNode {
  const core = useCore();
  const username = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const previous = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const setUp = useRef<HTMLInputElement>(null);
  // The core said that the password was changed elsewhere, that a code is wanted.
  const [changed, setChanged] = useState(false);
  const [withCode, setWithCode] = useState(false);
  // No app is set up for this person, until they have its key.
  const [unset, setUnset] = useState(false);
  const [key, setKey] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Wrong | null>(
    notice === null ? null : { field: null, ...notice },
  );

  useLayoutEffect(() => {
    (previous.current ?? username.current ?? password.current)?.focus();
  }, [changed]);

  useLayoutEffect(() => (setUp.current ?? code.current)?.focus(), [unset, withCode]);

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
      const fromIt = typed(setUp);
      if (fromIt !== null) {
        setKey(await core.secondFactorSetUp({ username: name, password: secret, code: fromIt }));
        setUnset(false);
        setWithCode(true);
        setBusy(false);
        return;
      }
      const status = await core.unlock({
        username: name,
        password: secret,
        previous: before,
        code: typed(code),
      });
      empty(password, previous, code);
      onStatus(status);
    } catch (caught) {
      const failure = failureOf(caught);
      const field = askedFor(failure);
      setProblem({ field, ...wordsOf(failure) });
      setBusy(false);
      // A code is good once. What was right beside it stays.
      empty(code);
      empty(setUp);
      if (field === 'code') {
        setWithCode(true);
        code.current?.focus();
      } else if (field === 'setUp') {
        setUnset(true);
        setUp.current?.focus();
      } else if (field === 'previous') {
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

  const describedBy = describedByOf(problem);
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      {person === null ? (
        <div className={css.field}>
          <TextField
            id="username"
            label={copy.lock.username}
            field={username}
            isWrong={problem?.field === 'username'}
            describedBy={describedBy}
          />
        </div>
      ) : null}
      <div className={css.field}>
        <SecretField
          id="password"
          label={person?.signOn === true ? copy.lock.localPassword : copy.lock.password}
          field={password}
          shown={shown}
          isWrong={problem?.field === 'password'}
          describedBy={describedBy}
          onKey={watchCapsLock}
        >
          <IconButton
            label={shown ? copy.lock.hide : copy.lock.show}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
          </IconButton>
        </SecretField>
        <p className={css.hint} role="status">
          {capsLock ? copy.lock.capsLock : null}
        </p>
        {changed ? (
          <SecretField
            id="previous"
            label={copy.lock.previous}
            field={previous}
            shown={shown}
            isWrong={problem?.field === 'previous'}
            describedBy={describedBy}
          />
        ) : null}
        {unset ? (
          <SecretField
            id="set-up"
            label={copy.lock.setUp}
            field={setUp}
            shown
            isWrong={problem?.field === 'setUp'}
            describedBy={describedBy}
          />
        ) : null}
        {key === null ? null : (
          <p className={css.key} role="status" data-testid="unlock-key">
            {copy.lock.addKey} <code>{inGroups(key)}</code>
          </p>
        )}
        {withCode ? (
          <TextField
            id="code"
            label={copy.lock.code}
            field={code}
            code
            isWrong={problem?.field === 'code'}
            describedBy={describedBy}
          />
        ) : null}
        <Problem problem={problem} />
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
      {onPin === null ? null : (
        <Button kind="quiet" className={css.other} onClick={onPin}>
          {copy.lock.pinInstead}
        </Button>
      )}
      {onSignOn === null ? null : (
        <Button kind="quiet" className={css.other} data-testid="sign-on" onClick={onSignOn}>
          {copy.lock.signOn}
        </Button>
      )}
    </form>
  );
}

/** Which field the core asks for. */
function askedFor({ code }: Failure): Field {
  switch (code) {
    case 'password-changed':
      return 'previous';
    case 'second-factor-wanted':
    case 'second-factor-wrong':
      return 'code';
    case 'second-factor-unset':
    case 'code-refused':
      return 'setUp';
    default:
      return 'password';
  }
}

/** What a field holds, if it is there and holds something. */
function typed({ current }: RefObject<HTMLInputElement | null>): string | null {
  const text = current?.value.trim() ?? '';
  return text === '' ? null : text;
}

/** As a person copies it from one screen to another. */
function inGroups(key: string): string {
  return key.match(/.{1,4}/g)?.join(' ') ?? key;
}

function missing(
  name: string,
  secret: string,
  previous: string | null,
): (Words & { field: 'username' | 'password' | 'previous' }) | null {
  if (name === '') return { field: 'username', what: copy.lock.noUsername, remedy: '' };
  if (secret === '') return { field: 'password', what: copy.lock.noPassword, remedy: '' };
  if (previous === '') return { field: 'previous', what: copy.lock.noPrevious, remedy: '' };
  return null;
}
