// Whether something a person typed was not saved when the page was last emptied. A lock ends the web
// process without asking, so the mark stands outside it, in the session storage of the window: memory
// of the web view (it is ephemeral, nothing goes to the disk) that outlives its page. It is set while
// something is held, not when it is lost. It is the fact alone: nothing typed, no chart and no patient
// may ever come here.
const keyOf = (username: string): string => `charthold.unsaved.${username}`;

export function isMarked(username: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(username)) !== null;
  } catch {
    return false;
  }
}

export function mark(username: string, unsaved: boolean): void {
  try {
    if (unsaved) sessionStorage.setItem(keyOf(username), 'yes');
    else sessionStorage.removeItem(keyOf(username));
  } catch {
    // No storage, no mark: the guards before a lock have asked all the same.
  }
}
