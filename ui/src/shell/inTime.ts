// Waiting for a save, though not for one that hangs.
const LONGEST_MS = 1000;

/** Whether it ended within a second. */
export function inTime(flushed: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), LONGEST_MS);
    const ended = (): void => {
      clearTimeout(late);
      resolve(true);
    };
    flushed.then(ended, ended);
  });
}
