// A set of vitals while it is typed, and the rows of its form. Pure.
import type { VitalsEntry } from '../../ipc';

/** What is kept of an unfinished set: a lock or another chart loses none of it. */
export type VitalsDraft = {
  entry: VitalsEntry;
  /** When it was taken; null until the first value, then fixed. */
  takenAtMs: number | null;
  /** Names this set to the core, so that saving twice saves once. */
  intent: string;
};

export const EMPTY: VitalsEntry = {
  respiratoryRate: '',
  spo2: '',
  oxygen: '',
  systolic: '',
  diastolic: '',
  heartRate: '',
  acvpu: null,
  temperature: '',
};

export function newDraft(): VitalsDraft {
  return { entry: EMPTY, takenAtMs: null, intent: crypto.randomUUID() };
}

export function isEmpty(entry: VitalsEntry): boolean {
  return Object.values(entry).every((value) => value === null || value.trim() === '');
}

/** The fields typed as numbers. */
export type NumberField = Exclude<keyof VitalsEntry, 'acvpu'>;

export const ROWS = [
  { code: 'respiratoryRate', fields: ['respiratoryRate'], unit: '/min' },
  { code: 'spo2', fields: ['spo2'], unit: '%' },
  { code: 'oxygen', fields: ['oxygen'], unit: 'L/min' },
  { code: 'bloodPressure', fields: ['systolic', 'diastolic'], unit: 'mmHg' },
  { code: 'heartRate', fields: ['heartRate'], unit: '/min' },
  { code: 'mentalStatus', fields: [], unit: '' },
  { code: 'temperature', fields: ['temperature'], unit: '°C' },
] as const satisfies readonly { code: string; fields: readonly NumberField[]; unit: string }[];

/** Levels of consciousness in the order of ACVPU. */
export const LEVELS = ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const;
