// Signing in by the hospital's own page, in the browser: wait for it, then the password of this workstation, which somebody new
// chooses. What is typed stays in its fields and in the call.
import { type FormEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { copy } from '../../copy';
import { Button, empty, SecretField } from '../../design';
import { failureOf, type SessionStatus, type SignedOnView, useCore } from '../../ipc';
import { describedByOf, Problem, type Words, wordsOf } from './Problem';
import css from './UnlockForm.module.css';

type Props = {
  onStatus: (status: SessionStatus) => void;
  /** Back to the password, for a reason or by choice. */
  onBack: (why: Words | null) => void;
};

export function SignOnForm({ onStatus, onBack }: Props): ReactNode {
  const core = useCore();
  const [signedOn, setSignedOn] = useState<SignedOnView | null>(null);

  useEffect(() => {
    let current = true;
    core.signOn().then(
      (came) => {
        if (current) setSignedOn(came);
      },
      (caught: unknown) => {
        if (current) onBack(wordsOf(failureOf(caught)));
      },
    );
    return () => {
      current = false;
      // However it ended: nobody waits for that page any more.
      void core.signOnCancel();
    };
    // Once: the page is shown when the person asks for it.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [core]);

  const giveUp = (): void => onBack(null);

  return signedOn === null ? (
    <Waiting onCancel={giveUp} />
  ) : (
    <LocalPassword signedOn={signedOn} onStatus={onStatus} onCancel={giveUp} />
  );
}

function Waiting({ onCancel }: { onCancel: () => void }): ReactNode {
  const cancel = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => cancel.current?.focus(), []);

  return (
    <div className={css.form}>
      <p className={css.field} role="status" data-testid="at-the-page">
        {copy.lock.atThePage}
      </p>
      <Button ref={cancel} onClick={onCancel}>
        {copy.lock.giveUp}
      </Button>
    </div>
  );
}

type LocalProps = {
  signedOn: SignedOnView;
  onStatus: (status: SessionStatus) => void;
  onCancel: () => void;
};

type Field = 'password' | 'again';

function LocalPassword({ signedOn, onStatus, onCancel }: LocalProps): ReactNode {
  const core = useCore();
  const password = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<(Words & { field: Field }) | null>(null);

  useLayoutEffect(() => password.current?.focus(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const typed = password.current?.value ?? '';
    const absent = missing(typed, signedOn.isNew ? (again.current?.value ?? '') : null);
    setProblem(absent);
    if (absent !== null) {
      ({ password, again })[absent.field].current?.focus();
      return;
    }
    setBusy(true);
    try {
      const status = await core.signOnFinish({ password: typed });
      empty(password, again);
      onStatus(status);
    } catch (caught) {
      setProblem({ field: 'password', ...wordsOf(failureOf(caught)) });
      setBusy(false);
      empty(password, again);
      password.current?.focus();
    }
  };

  const describedBy = describedByOf(problem);
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <div className={css.field}>
        <p data-testid="signed-on">{copy.lock.signedOnAs(signedOn.displayName)}</p>
        <SecretField
          id="password"
          label={signedOn.isNew ? copy.lock.choosePassword : copy.lock.localPassword}
          field={password}
          isWrong={problem?.field === 'password'}
          describedBy={describedBy}
        />
        {signedOn.isNew ? (
          <>
            <SecretField
              id="again"
              label={copy.lock.chooseAgain}
              field={again}
              isWrong={problem?.field === 'again'}
              describedBy={describedBy}
            />
            <p className={css.explained}>{copy.lock.chooseHint}</p>
          </>
        ) : null}
        <Problem problem={problem} />
      </div>
      <Button id="unlock" type="submit" kind="primary" size="large" keys="Enter" aria-disabled={busy}>
        {busy ? copy.lock.unlocking : copy.lock.unlock}
      </Button>
      <Button kind="quiet" className={css.other} onClick={onCancel}>
        {copy.lock.giveUp}
      </Button>
    </form>
  );
}

function missing(typed: string, again: string | null): (Words & { field: Field }) | null {
  if (typed === '') return { field: 'password', what: copy.lock.noPassword, remedy: '' };
  if (again !== null && again !== typed) {
    return { field: 'again', what: copy.lock.notTheSame, remedy: '' };
  }
  return null;
}
