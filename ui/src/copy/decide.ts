// The words of what a clinician decides. Part of the catalogue.

export const decideCopy = {
  conflict: (what: string, about: string | null) =>
    about === null ? `${what} changed in two places` : `${what} changed in two places: ${about}`,
  flags: {
    enteredInErrorWhileChanged: 'One author marked it as entered in error, another changed it.',
    endedWhileChanged: 'One author ended it, another changed it.',
  },
  both: 'Both are kept until you choose. What you do not choose stays in the history.',
  removed: 'Removed',
  stands: 'Shown meanwhile',
  you: 'You',
  somebody: 'Somebody at another workstation',
  wrote: (role: string | null, time: string) => (role === null ? time : `${role}, ${time}`),
  roles: {
    physician: 'physician',
    resident: 'resident',
    nurse: 'nurse',
    pharmacist: 'pharmacist',
  },
  take: 'Take these values',
  takeNamed: (name: string) => `Take these values: ${name}`,
  each: 'Choose for each field',
  result: 'The record then says',
  open: 'Not decided, stays in question',
  agreedOthers: (labels: readonly string[]) => `Also kept as they are: ${labels.join(', ')}.`,
  settleFields: 'Settle with these values',
  chooseOne: 'Choose a value first.',
  chooseNeeded: (labels: readonly string[]) =>
    `Choose ${labels.join(', ')} too. Without it the record cannot be settled.`,
  unreadable:
    'Part of this record cannot be read on this workstation. Decide where all of it can be read.',
  reader: 'Your role reads this chart. Somebody who writes in it decides.',
  openChart: 'Open chart',
  openNamed: (name: string) => `Open chart of ${name}`,
  mrn: 'MRN',

  double: (drug: string) => `Possible double administration: ${drug}`,
  due: (time: string) => `The dose due ${time} was recorded as given more than once. Nothing is removed by itself.`,
  given: (dose: string | null, time: string | null) =>
    `${dose === null ? 'Dose not recorded' : dose}, ${time === null ? 'no time recorded' : `given ${time}`}`,
  performer: (name: string) => `by ${name}`,
  writtenBy: (name: string) => `Written by ${name}`,
  unsent: 'To send',
  wrong: 'Mark as entered in error',
  wrongAt: (time: string | null) =>
    time === null ? 'Mark as entered in error: no time' : `Mark as entered in error: given ${time}`,
  allGiven: 'Confirm that all were given',

  void: (what: string, time: string) => `${what} signed ${time}: without effect`,
  voidBody:
    'Another signature of the same document came first, and it stands. What you wrote is kept in the history.',
  voidShow: 'Show what you wrote',
  voidYours: 'You wrote',
  voidFirst: (author: string) => `Signed first: ${author}.`,
  voidUnreadable: 'What you wrote cannot be shown here as a note.',
  voidKeep: 'Sign it as an addendum',
  voidSeen: 'I have seen it',

  settled: 'Settled. It is saved on this workstation and sent like everything else.',
} as const;
