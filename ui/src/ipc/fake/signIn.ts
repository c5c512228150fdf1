// What is asked for beside the right password, as a scene has it.
import type { PersonView } from '../generated/PersonView';
import type { SignedOnView } from '../generated/SignedOnView';
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
  signOnWanted,
  setUpRefused,
  wrongPassword,
} from './failures';
import {
  APP_KEY,
  CODE,
  LOCAL_PASSWORD,
  PASSWORD,
  PASSWORD_BEFORE,
  PEOPLE,
  PIN,
  SET_UP_CODE,
} from './people';

export type Asked = {
  /** The password was changed elsewhere; `previousPassword` says what it was. */
  changed?: boolean;
  /** A code is wanted. */
  code?: boolean;
  /** A code is wanted, and no authenticator app is set up. */
  unset?: boolean;
  /** What stands with PINs; one that is set is PIN's. */
  pin?: PinState;
  /** The hospital has a page to sign in at: nobody comes back from it, somebody new does, or the physician. */
  signOn?: 'away' | 'new' | 'known';
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
  readonly page: Asked['signOn'];
  #signedOn: SignedOnView | null = null;
  readonly #isPinOff: boolean;
  #pinTries = 3;
  #tries = 5;

  constructor({ changed, code, unset, pin, signOn }: Asked) {
    this.page = signOn;
    if (signOn !== undefined) this.password = LOCAL_PASSWORD;
    this.pin = pin === 'set' ? PIN : null;
    this.#isPinOff = pin === 'off';
    this.previousPassword = changed === true ? PASSWORD_BEFORE : null;
    this.code = code === true ? CODE : null;
    this.setUpCode = unset === true ? SET_UP_CODE : null;
  }

  get people(): PersonView[] {
    const none = this.#isPinOff ? 'off' : 'unset';
    const [first, ...others] = PEOPLE.map((person) => ({ ...person, pin: none }) as const);
    if (first === undefined) return [];
    const signOn = this.page !== undefined;
    return [{ ...first, signOn, pin: this.pin === null ? none : 'set' }, ...others];
  }

  /** Throws when it is not the password. */
  prove(password: string): void {
    if (password === this.password) return;
    this.#tries -= 1;
    throw wrongPassword(this.#tries);
  }

  /** Somebody is at the page. */
  atThePage(): Promise<SignedOnView> {
    if (this.page === 'away') return new Promise(() => undefined);
    const isNew = this.page === 'new';
    this.#signedOn = { displayName: isNew ? 'Ola Brandt, RN' : 'Priya Nair, MD', isNew };
    return Promise.resolve(this.#signedOn);
  }

  giveUp(): null {
    this.#signedOn = null;
    return null;
  }

  /** With the password of this workstation. */
  comeIn(password: string): void {
    if (this.#signedOn === null) throw signOnWanted();
    if (!this.#signedOn.isNew) this.prove(password);
    else if (password.length < 8) throw passwordTooSimple();
    this.#signedOn = null;
  }

  /** Throws when it is not the PIN; the third time it is gone. */
  provePin(pin: string): void {
    if (pin === this.pin) return;
    this.#pinTries -= 1;
    if (this.pin !== null && this.#pinTries > 0) throw pinWrong(this.#pinTries);
    this.pin = null;
    throw pinGone();
  }

  setPin({ password, pin }: { password: string; pin: string }): void {
    this.prove(password);
    if (!/^\d{6,12}$/.test(pin)) throw pinTooSimple();
    this.pin = pin;
    this.#pinTries = 3;
  }

  change({ password, new: next, code }: { password: string; new: string; code: string | null }): void {
    this.prove(password);
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
