// Every word the window says of its own, in one file, so that one person can review it and one
// test can hold it to the rules (plain, present tense, no banned abbreviation). Clinical text comes
// from the core. Nothing here is assembled from data other than names, counts and times.

import type { LockReason } from '../ipc';

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

const idle = (minutes: number): string =>
  minutes === 0 ? 'less than a minute' : plural(minutes, 'minute', 'minutes');

export const copy = {
  product: 'Charthold',
  notRecorded: 'Not recorded',
  unknown: 'Unknown',

  action: {
    tryAgain: 'Try again',
    close: 'Close',
    cancel: 'Cancel',
  },

  lock: {
    locked: 'Locked',
    ready: 'Ready to sign in',
    atPerson: (time: string) => `You locked it at ${time}`,
    atInactivity: (time: string) => `Locked at ${time}, no activity`,
    inactivity: 'Locked after no activity',
    atSystem: (time: string) =>
      `Locked at ${time}: the computer was locked, put to sleep or handed over`,
    system: 'Locked with the computer',
    atShift: (time: string) => `Locked at ${time}, after twelve hours`,
    atLease: (time: string) =>
      `Locked at ${time}: the time without the central record was over. Unlock while online`,
    closed: 'IT closed this account. Call IT if that is wrong',
    withdrawn: 'IT withdrew this workstation. Use another one',
    rolledBack:
      'What is on this workstation is older than when it was last used. Use another one and call IT',
    rolledBackBody:
      'Nobody is let in here until IT has looked at it: charts may lack what was written since. Nothing has been deleted.',
    withdrawnBody:
      'Nobody signs in here any more. Leave it on and connected: what was written here is brought to the central record, then it empties itself.',
    start: 'Sign in to open your charts',
    password: 'Password',
    previous: 'Previous password',
    noPrevious: 'Enter the previous password, too.',
    code: 'Code from your authenticator app',
    setUp: 'Set-up code from IT',
    addKey:
      'Add this key to your authenticator app, then type the code it shows. The key is not shown again:',
    username: 'Username',
    show: 'Show password',
    hide: 'Hide password',
    unlock: 'Unlock',
    unlocking: 'Unlocking',
    signIn: 'Sign in',
    pin: 'PIN',
    noPin: 'Enter your PIN.',
    pinInstead: 'Use PIN',
    passwordInstead: 'Use password',
    signOn: 'Sign in with the hospital’s account',
    atThePage: 'Sign in on the page that opened in the browser. This screen goes on by itself.',
    giveUp: 'Cancel',
    signedOnAs: (name: string) => `Signed in as ${name}.`,
    localPassword: 'Password of this workstation',
    choosePassword: 'Choose a password for this workstation',
    chooseAgain: 'The same again',
    chooseHint: 'It opens your charts here, also without a connection. Nobody else knows it.',
    notTheSame: 'The two are not the same.',
    capsLock: 'Caps Lock is on',
    noPassword: 'Enter your password.',
    noUsername: 'Enter your username.',
    diskFull: {
      what: 'The disk of this workstation is full, and unlocking needs some space on it.',
      remedy: 'Free some space or call IT, then try again. What was saved is kept.',
    },
    drafts: (count: number) =>
      count === 1
        ? '1 unsigned draft is saved on this workstation. It opens where you left it.'
        : `${count} unsigned drafts are saved on this workstation. They open where you left them.`,
    draftsBefore: 'What was typed last was not saved. An unsigned draft is as it was saved before.',
    others: 'Also on this workstation',
    lockedTime: (time: string) => `Locked ${time}`,
    signedInBefore: 'Has signed in here before',
    draftCount: (count: number) => plural(count, 'draft', 'drafts'),
    someoneElse: 'Someone else',
    someoneElseOnline: 'Sign in',
    someoneElseOffline: 'Needs a connection the first time',
    online: 'Online',
    offlineSince: (time: string) => `Offline since ${time}. You can still unlock.`,
    version: (version: string) => `Version ${version}`,
    helpDesk: (number: string) => `Help desk ${number}`,
    emptied: 'This workstation was withdrawn and emptied',
    emptiedBody:
      'What was written here is at the central record, and no chart is left on it. IT can enrol it anew with a code from the hospital.',
    notEnrolled: 'This workstation is not enrolled',
    notEnrolledBody:
      'It holds no charts yet. IT enrols it with a code from the hospital, then people can sign in here.',
  },

  rail: {
    label: 'Main',
    ward: 'Ward',
    find: 'Find',
    sync: 'Sync',
    settings: 'Settings',
    signedInAs: (name: string) => `Signed in as ${name}`,
    waiting: (count: number) => `${count} to send`,
  },

  tabs: {
    label: 'Open charts',
    ward: (unit: string) => `Ward ${unit}`,
    wardOnly: 'Ward',
    close: (name: string) => `Close chart of ${name}`,
    draft: 'unsigned draft',
    unnamed: 'Chart',
  },

  find: {
    placeholder: 'Find a patient or command',
    title: 'Find a patient or command',
    patients: 'Patients',
    commands: 'Commands',
    none: (text: string) => `No patient or command matches "${text}".`,
    hint: 'Name, record number or date of birth',
    born: 'Born',
    mrn: 'MRN',
    restricted: 'restricted',
    notOnAUnit: 'not on a unit',
  },

  command: {
    ward: 'Go to the ward',
    sync: 'Show what is waiting to send',
    syncNow: 'Sync now',
    settings: 'Open settings',
    shortcuts: 'Show keyboard shortcuts',
    lock: 'Lock this workstation',
    vitals: 'Record vitals in this chart',
    note: 'Write a note in this chart',
  },

  banner: {
    offline: (time: string) => `Working offline since ${time}.`,
    offlineBody: (asOf: string | null) =>
      `${asOf === null ? 'Charts show what is on this workstation.' : `Charts show data as of ${asOf}.`} What you write is saved on this workstation and sent when the connection returns.`,
    view: (count: number) => `View ${count} waiting`,
  },

  strip: {
    label: 'Lock warning',
    locking: (time: string) => `Locking in ${time}.`,
    why: (reason: LockReason, minutes: number) => {
      switch (reason) {
        case 'shift':
          return 'You have been in for twelve hours. Unlock again to go on.';
        case 'lease':
          return 'Your time without the central record ends. Unlock while online to go on.';
        default:
          return `No activity for ${idle(minutes)}.`;
      }
    },
    saved: 'What you wrote is saved and will be here when you unlock.',
    unsaved: 'Something you typed is not saved and is lost when this workstation locks.',
    stay: 'Stay unlocked',
    now: 'Lock now',
    spoken: (seconds: number, movable: boolean) =>
      `This workstation locks in ${seconds} seconds.${movable ? ' Press any key to stay unlocked.' : ''}`,
  },

  losing: {
    diskFull: 'The disk is full, and unlocking needs some space on it, too. Free some space first.',
    byLock: {
      title: 'Lock and lose what is not saved?',
      body: 'Something you typed could not be saved. It is lost when this workstation locks.',
      stay: 'Stay',
      lose: 'Lock and lose it',
    },
    byClosing: {
      title: 'Close Charthold and lose what is not saved?',
      body: 'Something you typed could not be saved. It is lost when the window closes.',
      stay: 'Keep the window',
      lose: 'Close and lose it',
    },
  },

  leftNote: {
    label: 'Note not saved',
    what: (patient: string) => `The note for ${patient} is not saved.`,
    whatOfOne: 'A note is not saved.',
    kept: 'It is kept while this workstation is unlocked, and tried again.',
    diskFull: 'The disk is full. Free some space; it is tried again.',
    open: 'Open the note',
  },

  lost: {
    label: 'Not saved',
    what: 'Something you typed here before could not be saved.',
    remedy: 'It is not here now. Look through what you were writing.',
  },

  status: {
    label: 'Status',
    online: 'Online',
    synced: (time: string) => `Synced ${time}`,
    notSynced: 'Not synced yet',
    syncing: 'Syncing',
    offline: (span: string) => `Offline ${span}`,
    asOf: (time: string) => `Data as of ${time}`,
    toSend: (count: number) => `${count} to send`,
    split: (ops: number, audit: number) => `${ops} chart · ${audit} audit`,
    decide: (count: number) => (count === 1 ? '1 needs your decision' : `${count} need your decision`),
    rejected: (count: number) => (count === 1 ? '1 was not accepted' : `${count} were not accepted`),
    cache: (count: number) => `Cache ${plural(count, 'chart', 'charts')}, encrypted`,
    locksInMinutes: (minutes: number) => `Locks in ${minutes} min`,
    locksIn: (time: string) => `Locks in ${time}`,
    lock: 'Lock',
  },

  ward: {
    title: (unit: string) => `Ward ${unit}`,
    beds: (count: number) => plural(count, 'patient', 'patients'),
    updated: (time: string) => `updated ${time}`,
    asOf: (time: string) => `as of ${time}, offline`,
    grid: (unit: string) => `Patients of ${unit}`,
    filter: 'Filter',
    all: (unit: string) => `All of ${unit}`,
    high: 'NEWS2 5 or more',
    overdue: 'Vitals overdue',
    unsigned: 'Note not signed',
    unit: 'Unit',
    none: (filter: string) => `No patients match "${filter}".`,
    showAll: (unit: string) => `Show all of ${unit}`,
    empty: 'No patient is on this unit.',
    arriving: (count: number) => (count === 0 ? 'Patients arriving' : `${count} patients so far`),
    fetching: 'The list of patients is arriving. Nothing is known of this unit before it is here.',
    listNotHere:
      'The list of patients is not on this workstation yet. It arrives when the connection returns.',
    restricted: 'Restricted record',
    restrictedWhy: 'You may not open it.',
    notHere: 'Not here yet',
    nameAlert: 'Name alert',
    mrn: 'MRN',
    oneScoresThree: 'one scores 3',
    noSet: 'No set',
    incomplete: 'Incomplete',
    missing: (inputs: string) => `no ${inputs}`,
    due: (span: string) => `in ${span}`,
    late: (span: string) => `${span} late`,
    noVitals: 'None recorded',
    noResults: 'None new',
    decide: (count: number) => `${count} to decide`,
    decideOf: (count: number, name: string) => `${count} to decide: ${name}`,
    note: { notStarted: 'Not started', draft: 'Draft', signed: 'Signed' },
    noteYours: 'yours',
    here: 'Ready offline',
    unsent: (count: number) => `${count} to send`,
    away: 'Not kept here',
    spark: (values: string) => `Last scores ${values}`,
    column: {
      bed: 'Bed',
      patient: 'Patient',
      alerts: 'Alerts',
      news2: 'NEWS2',
      vitals: 'Vitals due',
      results: 'Results',
      note: "Today's note",
      diagnosis: 'Diagnosis',
      offline: 'Offline',
    },
    failed: 'The ward could not be opened.',
  },

  trouble: {
    code: (code: string) => `Code ${code}`,
    chart: 'This chart could not be opened.',
    screen: 'This screen stopped.',
    screenBody: 'What you wrote is kept. Open the screen again.',
    unsaved: {
      diskFull: 'What you typed is not saved. Free some space, then try again.',
      callIt: 'What you typed is not saved. Try again. If it happens again, call IT.',
    },
  },
} as const;
