// Whether something a person typed was not saved when the page was last emptied. A lock ends the web
// process without asking, so the mark stands outside it, in the session storage of the window: memory
// of the web view (it is ephemeral, nothing goes to the disk) that outlives its page. It is set while
// something is held, not when it is lost. It is the fact alone: nothing typed, no chart and no patient
// may ever come here.
const keyOf = (username: string): string => `charthold.unsaved.${username}`;

/** `held`: something is, or was when the page went; `chosen`: they were asked, and lost it knowingly. */
export type Mark = 'held' | 'chosen';

export function markOf(username: string): Mark | null {
  try {
    const found = sessionStorage.getItem(keyOf(username));
    return found === 'held' || found === 'chosen' ? found : null;
  } catch {
    return null;
  }
}

export function mark(username: string, as: Mark | null): void {
  try {
    if (as !== null) sessionStorage.setItem(keyOf(username), as);
    else sessionStorage.removeItem(keyOf(username));
  } catch {
    // No storage, no mark: the guards before a lock have asked all the same.
  }
}
