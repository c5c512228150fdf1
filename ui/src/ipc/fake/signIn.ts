// What is asked for beside the right password, as a scene has it.
import { codeUnset, codeWanted, codeWrong, passwordChanged, setUpRefused } from './failures';
import { APP_KEY, CODE, PASSWORD_BEFORE, SET_UP_CODE } from './people';

export type Asked = {
  /** The password was changed elsewhere; `previousPassword` says what it was. */
  changed?: boolean;
  /** A code is wanted. */
  code?: boolean;
  /** A code is wanted, and no authenticator app is set up. */
  unset?: boolean;
};

/** Levers for tests, and what the core says by them. */
export class SignIn {
  /** What the workstation still opens with, when the password was changed elsewhere. */
  previousPassword: string | null;
  /** What an authenticator app shows, when a code is wanted. */
  code: string | null;
  /** What IT handed out, while no app is set up. */
  setUpCode: string | null;

  constructor({ changed, code, unset }: Asked) {
    this.previousPassword = changed === true ? PASSWORD_BEFORE : null;
    this.code = code === true ? CODE : null;
    this.setUpCode = unset === true ? SET_UP_CODE : null;
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
