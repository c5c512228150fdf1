// How this person likes the window. Kept by the core for the person, not for the workstation.
import { type ReactNode, useState } from 'react';
import { sheetCopy } from '../../copy';
import { Button, Dialog, FailureNote, Segmented } from '../../design';
import {
  type Failure,
  failureOf,
  type PinState,
  type Preferences,
  type SessionStatus,
  useCore,
  type WorkstationView,
} from '../../ipc';
import { PasswordSetting } from './PasswordSetting';
import { PinSetting } from './PinSetting';
import css from './Settings.module.css';

type Props = {
  preferences: Preferences;
  onPreferences: (preferences: Preferences) => void;
  letters: boolean;
  onLetters: (letters: boolean) => void;
  workstation: WorkstationView;
  /** Of whoever is in. */
  pin: PinState;
  onStatus: (status: SessionStatus) => void;
  onShortcuts: () => void;
  onClose: () => void;
};

const THEMES = ['system', 'light', 'dark'] as const;
const SIZES = ['standard', 'large', 'larger'] as const;

export function SettingsSheet(props: Props): ReactNode {
  const { preferences, onPreferences, letters, onLetters, workstation, pin, onStatus } = props;
  const core = useCore();
  const text = sheetCopy.settings;
  const [failure, setFailure] = useState<Failure | null>(null);

  const change = (next: Preferences): void => {
    setFailure(null);
    onPreferences(next);
    core.preferencesSave({ preferences: next }).catch((caught: unknown) => {
      setFailure(failureOf(caught));
      onPreferences(preferences);
    });
  };

  return (
    <Dialog
      title={text.title}
      onClose={props.onClose}
      footer={<Button onClick={props.onShortcuts}>{text.shortcuts}</Button>}
    >
      <div className={css.rows}>
        {failure === null ? null : <FailureNote failure={failure} />}
        <div className={css.row}>
          <h3>{text.theme}</h3>
          <Segmented
            label={text.theme}
            choices={THEMES.map((id) => ({ id, label: text.themes[id] }))}
            chosen={preferences.theme}
            onChoose={(theme) => change({ ...preferences, theme })}
          />
        </div>
        <div className={css.row}>
          <h3>{text.textSize}</h3>
          <Segmented
            label={text.textSize}
            choices={SIZES.map((id) => ({ id, label: text.sizes[id] }))}
            chosen={preferences.textSize}
            onChoose={(textSize) => change({ ...preferences, textSize })}
          />
        </div>
        <div className={css.row}>
          <div>
            <h3>{text.letters}</h3>
            <p className={css.why}>{text.lettersBody}</p>
          </div>
          <Segmented
            label={text.letters}
            choices={[
              { id: 'on', label: text.on },
              { id: 'off', label: text.off },
            ]}
            chosen={letters ? 'on' : 'off'}
            onChoose={(choice) => onLetters(choice === 'on')}
          />
        </div>
        {pin === 'off' ? null : <PinSetting pin={pin} onStatus={onStatus} />}
        <PasswordSetting onStatus={onStatus} />
        <dl className={css.about}>
          <div>
            <dt>{text.hospital}</dt>
            <dd>{workstation.hospital}</dd>
          </div>
          <div>
            <dt>{text.workstation}</dt>
            <dd className={css.mono}>{workstation.name}</dd>
          </div>
          <div>
            <dt>{text.version}</dt>
            <dd>{workstation.version}</dd>
          </div>
        </dl>
      </div>
    </Dialog>
  );
}
