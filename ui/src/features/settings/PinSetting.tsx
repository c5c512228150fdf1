// Setting a PIN, with the password typed again, and giving it up. What is typed stays in its inputs and in the call.
import { type ReactNode, useRef, useState } from 'react';
import { sheetCopy } from '../../copy';
import { Button, empty, SecretField } from '../../design';
import { failureOf, type PinState, type SessionStatus, useCore } from '../../ipc';
import { SecretSetting, type Wrong } from './SecretSetting';

type Props = { pin: PinState; onStatus: (status: SessionStatus) => void };

const text = sheetCopy.settings.pin;

const PASSWORD = 'pin-password';
const NEXT = 'pin-next';
const AGAIN = 'pin-again';

export function PinSetting({ pin, onStatus }: Props): ReactNode {
  const core = useCore();
  const password = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string | null>(null);

  const save = async (): Promise<Wrong | null> => {
    const [proof = '', chosen = '', repeated = ''] = [password, next, again].map(
      ({ current }) => current?.value,
    );
    if (proof === '') return { field: PASSWORD, words: text.noPassword };
    if (chosen === '') return { field: NEXT, words: text.missing };
    if (chosen !== repeated) {
      empty(again);
      return { field: AGAIN, words: text.differs };
    }
    try {
      onStatus(await core.pinSet({ password: proof, pin: chosen }));
      setSaid(text.done);
      return null;
    } catch (caught) {
      const { code, what, remedy } = failureOf(caught);
      const isSimple = code === 'pin-too-simple';
      empty(...(isSimple ? [next, again] : [password]));
      return { field: isSimple ? NEXT : PASSWORD, words: `${what} ${remedy}` };
    }
  };

  const remove = async (): Promise<void> => {
    try {
      onStatus(await core.pinRemove());
      setSaid(text.removed);
    } catch (caught) {
      const { what, remedy } = failureOf(caught);
      setSaid(`${what} ${remedy}`);
    }
  };

  return (
    <SecretSetting
      id="pin"
      title={text.title}
      body={text.body}
      said={said}
      open={text.set}
      save={text.save}
      saving={text.saving}
      onSave={save}
      beside={
        pin === 'set' ? (
          <Button id="pin-remove" onClick={() => void remove()}>
            {text.remove}
          </Button>
        ) : null
      }
    >
      {(field) => (
        <>
          <SecretField {...field(PASSWORD)} label={text.password} field={password} />
          <SecretField {...field(NEXT)} label={text.next} field={next} numeric />
          <SecretField {...field(AGAIN)} label={text.again} field={again} numeric />
        </>
      )}
    </SecretSetting>
  );
}
