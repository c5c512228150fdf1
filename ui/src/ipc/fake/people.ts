// Who uses the invented workstation. The password of everybody is PASSWORD.
import type { PersonView } from '../generated/PersonView';
import type { Preferences } from '../generated/Preferences';
import type { WorkstationView } from '../generated/WorkstationView';
import { at } from './ward';

/** What the workstation still opens with in a scene where it was changed. */
export const PASSWORD_BEFORE = 'battery staple';
/** What the app of everybody shows in a scene where a code is wanted. */
export const CODE = '287082';
/** What IT hands out in a scene where no app is set up, and the key that comes of it. */
export const SET_UP_CODE = '7K2M-PQ4X-0N8V-3C6B-YT1D-W95R-H2';
export const APP_KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
export const PASSWORD = 'correct horse';
/** Of this workstation alone, in a scene where the hospital has a page to sign in at. */
export const LOCAL_PASSWORD = 'seven herons by the weir';
/** Of the physician, in a scene where one is set. */
export const PIN = '135790';

export const NAIR: PersonView = {
  username: 'pnair',
  displayName: 'Priya Nair, MD',
  initials: 'PN',
  role: 'physician',
  noteTitle: 'Progress note',
  units: ['4B', '4A'],
  drafts: 1,
  lockedAtMs: null,
  pin: 'unset',
  signOn: false,
};

export const PEOPLE: PersonView[] = [
  NAIR,
  { username: 'tberg', displayName: 'Tomas Berg, RN', initials: 'TB', role: 'nurse', noteTitle: 'Nursing note', units: ['4B'], drafts: 2, lockedAtMs: at('14:10'), pin: 'unset', signOn: false },
  { username: 'ilindqvist', displayName: 'Ingrid Lindqvist, RN', initials: 'IL', role: 'nurse', noteTitle: 'Nursing note', units: ['4B'], drafts: 0, lockedAtMs: at('13:22'), pin: 'unset', signOn: false },
];

export const WORKSTATION: WorkstationView = {
  name: 'WS-4B-03',
  hospital: 'Riverside General',
  version: '0.1.0',
  helpDesk: '555-0142',
  signOn: false,
};

export const PREFERENCES: Preferences = { theme: 'light', textSize: 'standard' };
