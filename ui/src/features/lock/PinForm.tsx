// A PIN in place of the password, for somebody who has set one. The password is one press away, and what is left when the PIN is not
// taken any more.
import { type FormEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { copy } from '../../copy';
import { Button, SecretField } from '../../design';
import { failureOf, type PersonView, type SessionStatus, useCore } from '../../ipc';
import { describedByOf, Problem, type Words, wordsOf } from './Problem';
import css from './UnlockForm.module.css';

type Props = {
  person: PersonView;
  onStatus: (status: SessionStatus) => void;
  /** The password instead: by choice, or for a reason. */
  onPassword: (why: Words | null) => void;
};

export function PinForm({ person, onStatus, onPassword }: Props): ReactNode {
  const core = useCore();
  const pin = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Words | null>(null);

  useLayoutEffect(() => pin.current?.focus(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const field = pin.current;
    if (busy || field === null) return;
    if (field.value === '') {
      setProblem({ what: copy.lock.noPin, remedy: '' });
      field.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const asked = core.pinUnlock({ username: person.username, pin: field.value });
      field.value = '';
      onStatus(await asked);
    } catch (caught) {
      const failure = failureOf(caught);
      if (failure.code === 'pin-gone') {
        onPassword(wordsOf(failure));
        return;
      }
      setProblem(wordsOf(failure));
      setBusy(false);
      field.focus();
    }
  };

  const describedBy = describedByOf(problem);
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <div className={css.field}>
        <SecretField
          id="pin"
          label={copy.lock.pin}
          field={pin}
          numeric
          isWrong={problem !== null}
          describedBy={describedBy}
        />
        <Problem problem={problem} />
      </div>
      <Button id="unlock" type="submit" kind="primary" size="large" keys="Enter" aria-disabled={busy}>
        {busy ? copy.lock.unlocking : copy.lock.unlock}
      </Button>
      <Button kind="quiet" className={css.other} onClick={() => onPassword(null)}>
        {copy.lock.passwordInstead}
      </Button>
    </form>
  );
}
