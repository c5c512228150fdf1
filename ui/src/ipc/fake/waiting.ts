// What a workstation without network has to send, and how that looks once it is sent.
import type { SentItem } from '../generated/SentItem';
import type { SyncItem } from '../generated/SyncItem';
import { at, CUTLER, RESTRICTED } from './ward';

export const accepted = ({ chart, patient, mrn, what, atMs }: SyncItem): SentItem => ({
  chart,
  patient,
  mrn,
  what,
  atMs,
  inBackup: false,
});

export const toSend = (item: Omit<SyncItem, 'state' | 'aside' | 'void'>): SyncItem => ({
  ...item,
  state: 'toSend',
  aside: null,
  void: null,
});

export const WAITING: SyncItem[] = [
  { chart: CUTLER, patient: 'HUSSAIN, Farah', mrn: '284 220 71', what: 'Weight', atMs: at('13:51'), state: 'quarantined', aside: 'outOfScope', void: null },
  toSend({ chart: CUTLER, patient: 'CUTLER, Alice', mrn: '284 771 09', what: 'Vitals', atMs: at('14:22') }),
  toSend({ chart: CUTLER, patient: 'CUTLER, Alice', mrn: '284 771 09', what: 'Progress note', atMs: at('14:31') }),
  toSend({ chart: RESTRICTED, patient: null, mrn: null, what: 'Vitals', atMs: at('14:05') }),
  toSend({ chart: CUTLER, patient: 'JOHANSSON, Nils', mrn: '285 117 36', what: 'Progress note', atMs: at('14:06') }),
];
