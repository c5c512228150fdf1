// Changing the password, which the central record takes first. What is typed stays in its inputs and in the call.
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { sheetCopy } from '../../copy';
import { empty, IconButton, SecretField, TextField } from '../../design';
import { type Failure, failureOf, type SessionStatus, useCore } from '../../ipc';
import { SecretSetting, type Wrong } from './SecretSetting';

type Props = { onStatus: (status: SessionStatus) => void };

const text = sheetCopy.settings.password;

const NOW = 'password-now';
const NEXT = 'password-next';
const AGAIN = 'password-again';
const CODE = 'password-code';

export function PasswordSetting({ onStatus }: Props): ReactNode {
  const core = useCore();
  const now = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const [withCode, setWithCode] = useState(false);
  const [shown, setShown] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  const save = async (): Promise<Wrong | null> => {
    const [password = '', chosen = '', repeated = ''] = [now, next, again].map(
      ({ current }) => current?.value,
    );
    const shows = code.current?.value.trim() ?? '';
    if (password === '') return { field: NOW, words: text.noPassword };
    if (chosen === '') return { field: NEXT, words: text.missing };
    if (chosen !== repeated) {
      empty(again);
      return { field: AGAIN, words: text.differs };
    }
    try {
      const asked = { password, new: chosen, code: shows === '' ? null : shows };
      onStatus(await core.passwordChange(asked));
      setSaid(text.done);
      setWithCode(false);
      return null;
    } catch (caught) {
      const failure = failureOf(caught);
      const field = fieldOf(failure);
      // A code is good once. What was right beside it stays.
      empty(code);
      if (field === NOW) empty(now);
      if (field === NEXT) empty(next, again);
      if (field === CODE) setWithCode(true);
      return { field, words: `${failure.what} ${failure.remedy}` };
    }
  };

  return (
    <SecretSetting
      id="password"
      title={text.title}
      body={text.body}
      said={said}
      open={text.change}
      save={text.save}
      saving={text.saving}
      onSave={save}
      beside={null}
    >
      {(field) => (
        <>
          <SecretField {...field(NOW)} label={text.now} field={now} shown={shown}>
            <IconButton
              label={shown ? text.hide : text.show}
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
            </IconButton>
          </SecretField>
          <SecretField {...field(NEXT)} label={text.next} field={next} shown={shown} />
          <SecretField {...field(AGAIN)} label={text.again} field={again} shown={shown} />
          {withCode ? <TextField {...field(CODE)} label={text.code} field={code} code /> : null}
        </>
      )}
    </SecretSetting>
  );
}

/** The field the core found wanting. */
function fieldOf({ code }: Failure): string {
  if (code.startsWith('second-factor')) return CODE;
  return code === 'password-too-simple' ? NEXT : NOW;
}
