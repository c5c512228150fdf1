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

export function pinWrong(left: number): CoreError {
  return new CoreError({
    code: 'pin-wrong',
    what: 'That is not your PIN.',
    remedy: `Try again, or use your password. ${left === 1 ? 'One try is' : 'Two tries are'} left.`,
    retry: true,
  });
}

export function pinGone(): CoreError {
  return new CoreError({
    code: 'pin-gone',
    what: 'That was not your PIN either, so it cannot be used any more.',
    remedy: 'Unlock with your password. You can set a new PIN then.',
    retry: true,
  });
}

export function signOnWanted(): CoreError {
  return new CoreError({
    code: 'sign-on-wanted',
    what: 'The hospital’s sign-in is needed.',
    remedy: 'Press “Sign in with the hospital’s account”.',
    retry: true,
  });
}

export function pinTooSimple(): CoreError {
  return new CoreError({
    code: 'pin-too-simple',
    what: 'That PIN is guessed too soon.',
    remedy: 'Choose 6 to 12 digits: not one digit over and over, and no row like 123456.',
    retry: true,
  });
}

export function passwordTooSimple(): CoreError {
  return new CoreError({
    code: 'password-too-simple',
    what: 'That password is too short, or guessed too soon.',
    remedy:
      'Take at least 15 characters: a few words that have nothing to do with each other are easy to keep in mind.',
    retry: true,
  });
}
