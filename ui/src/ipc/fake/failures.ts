// What the core refuses with, in its own words where tests read them.
import { CoreError } from '../failure';
import type { Failure } from '../generated/Failure';

/** In the core's own words, the reassuring ones too: what the window makes of them is tested. */
export const DISK_FULL: Failure = {
  code: 'disk-full',
  what: 'The disk is full, so this was not done.',
  remedy: 'Free some space, then try again. Nothing that was saved is lost.',
  retry: true,
};

/** A failure in the core's shape. */
export function failure(code: Failure['code'], what: string): Failure {
  return { code, what, remedy: 'Call 555-0142.', retry: false };
}

export function wrongPassword(left: number): CoreError {
  return new CoreError({
    code: 'wrong-secret',
    what: 'That password does not match.',
    remedy: `${left} tries left before this workstation waits 5 minutes.`,
    retry: true,
  });
}

export function passwordChanged(): CoreError {
  return new CoreError({
    code: 'password-changed',
    what: 'Your password was changed since you last unlocked here.',
    remedy: 'Type the previous one, too: what is on this workstation still opens with it.',
    retry: true,
  });
}

export function codeWanted(): CoreError {
  return new CoreError({
    code: 'second-factor-wanted',
    what: 'A code is needed, too.',
    remedy: 'Type the six digits your authenticator app shows.',
    retry: true,
  });
}

export function codeWrong(): CoreError {
  return new CoreError({
    code: 'second-factor-wrong',
    what: 'That code was not accepted.',
    remedy:
      'Type the one your authenticator app shows now. Each is accepted once, so wait for the next if you used it.',
    retry: true,
  });
}

export function codeUnset(): CoreError {
  return new CoreError({
    code: 'second-factor-unset',
    what: 'Your account needs an authenticator app, and none is set up for it.',
    remedy: 'Call IT for a set-up code, and type it here.',
    retry: true,
  });
}

export function setUpRefused(): CoreError {
  return new CoreError({
    code: 'code-refused',
    what: 'The code from IT is wrong, used up or expired.',
    remedy: 'Ask IT for a new one.',
    retry: false,
  });
}
