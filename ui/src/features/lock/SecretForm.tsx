// What a person unlocks with: the PIN they set, else their password.
import { type ReactNode, useState } from 'react';
import type { PersonView, SessionStatus } from '../../ipc';
import { PinForm } from './PinForm';
import { UnlockForm, type Words } from './UnlockForm';

type Props = { person: PersonView | null; onStatus: (status: SessionStatus) => void };

export function SecretForm({ person, onStatus }: Props): ReactNode {
  const [byPassword, setByPassword] = useState(false);
  // Why the PIN is not taken any more; then it is not offered any more either.
  const [why, setWhy] = useState<Words | null>(null);
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
      notice={why}
      onStatus={onStatus}
      onPin={hasPin ? askPin : null}
    />
  );
}
