// What a person unlocks with: the PIN they set, else their password, or the hospital's own page first.
import { type ReactNode, useState } from 'react';
import type { PersonView, SessionStatus } from '../../ipc';
import { PinForm } from './PinForm';
import type { Words } from './Problem';
import { SignOnForm } from './SignOnForm';
import { UnlockForm } from './UnlockForm';

type Props = {
  person: PersonView | null;
  /** The hospital has a page to sign in at. */
  hasSignOn: boolean;
  /** They are at that page. */
  signingOn: boolean;
  onSigningOn: (signingOn: boolean) => void;
  onStatus: (status: SessionStatus) => void;
};

export function SecretForm({
  person,
  hasSignOn,
  signingOn,
  onSigningOn,
  onStatus,
}: Props): ReactNode {
  const [byPassword, setByPassword] = useState(false);
  // Why the PIN is not taken any more; then it is not offered any more either.
  const [why, setWhy] = useState<Words | null>(null);
  // Why signing on led nowhere.
  const [notOn, setNotOn] = useState<Words | null>(null);
  if (signingOn) {
    const back = (reason: Words | null): void => {
      setNotOn(reason);
      onSigningOn(false);
    };
    return <SignOnForm onStatus={onStatus} onBack={back} />;
  }
  const hasPin = person !== null && person.pin === 'set' && why === null;
  if (hasPin && !byPassword) {
    const askPassword = (reason: Words | null): void => {
      setByPassword(true);
      setWhy(reason);
    };
    return <PinForm person={person} onStatus={onStatus} onPassword={askPassword} />;
  }
  const askPin = (): void => setByPassword(false);
  return (
    <UnlockForm
      person={person}
      notice={notOn ?? why}
      onStatus={onStatus}
      onPin={hasPin ? askPin : null}
      onSignOn={hasSignOn ? () => onSigningOn(true) : null}
    />
  );
}
