// The one error of the bridge. A rejection that is not a Failure means the bridge itself broke,
// and is shown as one of our own faults: it never reaches the screen as raw text.
import type { Failure } from './generated/Failure';

/** What a `Core` promise rejects with. */
export class CoreError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.name = 'CoreError';
    this.failure = failure;
  }
}

/** The failure to show for anything caught. */
export function failureOf(caught: unknown): Failure {
  if (caught instanceof CoreError) return caught.failure;
  if (isFailure(caught)) return caught;
  return {
    code: 'internal',
    what: 'Charthold could not finish that.',
    remedy: 'What you wrote is kept. Try again.',
    retry: true,
  };
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'what' in value &&
    typeof value.what === 'string' &&
    'remedy' in value &&
    typeof value.remedy === 'string'
  );
}
