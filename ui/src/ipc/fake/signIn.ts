// What is asked for beside the right password, as a scene has it.
import type { PersonView } from '../generated/PersonView';
import type { PinState } from '../generated/PinState';
import {
  codeUnset,
  codeWanted,
  codeWrong,
  passwordChanged,
  passwordTooSimple,
  pinGone,
  pinTooSimple,
  pinWrong,
  setUpRefused,
  wrongPassword,
} from './failures';
import { APP_KEY, CODE, PASSWORD, PASSWORD_BEFORE, PEOPLE, PIN, SET_UP_CODE } from './people';

export type Asked = {
  /** The password was changed elsewhere; `previousPassword` says what it was. */
  changed?: boolean;
  /** A code is wanted. */
  code?: boolean;
  /** A code is wanted, and no authenticator app is set up. */
  unset?: boolean;
  /** What stands with PINs; one that is set is PIN's. */
  pin?: PinState;
};

/** Levers for tests, and what the core says by them. */
export class SignIn {
  /** What the workstation still opens with, when the password was changed elsewhere. */
  previousPassword: string | null;
  /** What an authenticator app shows, when a code is wanted. */
  code: string | null;
  /** What IT handed out, while no app is set up. */
  setUpCode: string | null;
  password = PASSWORD;
  /** None where the hospital wants none. */
  pin: string | null;
  readonly #isPinOff: boolean;
  #pinTries = 3;
  #tries = 5;

  constructor({ changed, code, unset, pin }: Asked) {
    this.pin = pin === 'set' ? PIN : null;
    this.#isPinOff = pin === 'off';
    this.previousPassword = changed === true ? PASSWORD_BEFORE : null;
    this.code = code === true ? CODE : null;
    this.setUpCode = unset === true ? SET_UP_CODE : null;
  }

  get people(): PersonView[] {
    const none = this.#isPinOff ? 'off' : 'unset';
    const [first, ...others] = PEOPLE.map((person) => ({ ...person, pin: none }) as const);
    return first === undefined ? [] : [{ ...first, pin: this.pin === null ? none : 'set' }, ...others];
  }

  /** Throws when it is not the password. */
  prove(password: string): void {
    if (password === this.password) return;
    this.#tries -= 1;
    throw wrongPassword(this.#tries);
  }

  /** Throws when it is not the PIN; the third time it is gone. */
  provePin(pin: string): void {
    if (pin === this.pin) return;
    this.#pinTries -= 1;
    if (this.pin !== null && this.#pinTries > 0) throw pinWrong(this.#pinTries);
    this.pin = null;
    throw pinGone();
  }

  setPin(pin: string): void {
    if (!/^\d{6,12}$/.test(pin)) throw pinTooSimple();
    this.pin = pin;
    this.#pinTries = 3;
  }

  change(next: string, code: string | null): void {
    this.demand({ previous: this.previousPassword, code });
    if (next.length < 15) throw passwordTooSimple();
    this.password = next;
    this.pin = null;
  }

  /** Throws what is wanted still. */
  demand({ previous, code }: { previous: string | null; code: string | null }): void {
    if (this.setUpCode !== null) throw codeUnset();
    if (this.code !== null && code === null) throw codeWanted();
    if (this.code !== null && code?.replaceAll(' ', '') !== this.code) throw codeWrong();
    if (this.previousPassword !== null && previous !== this.previousPassword) {
      throw passwordChanged();
    }
  }

  /** The key for the app, for the code from IT. */
  setUp(code: string): string {
    if (code !== this.setUpCode) throw setUpRefused();
    this.setUpCode = null;
    this.code = CODE;
    return APP_KEY;
  }
}
