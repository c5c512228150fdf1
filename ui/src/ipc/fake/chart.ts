// One whole chart for tests and the gallery: Alice Cutler, bed 4B-12. Invented.
import type { ChartView } from '../generated/ChartView';
import type { NoteText } from '../generated/NoteText';
import type { NoteView } from '../generated/NoteView';
import { medications, problems, results } from './records';
import { trend } from './trend';
import { at, CUTLER, ward } from './ward';

export const SIGNED_NOTE = '00000000-0000-7000-8000-0000000000a1';

const NOTES: NoteView[] = [
  {
    record: SIGNED_NOTE,
    title: 'Progress note',
    author: 'Priya Nair, MD',
    atMs: at('10:12', -1),
    state: 'signed',
    kind: { kind: 'note' },
    excerpt: 'Day 2. Breathing easier, oxygen from 4 to 2 L/min. Continue levofloxacin.',
    unsent: false,
  },
  {
    record: '00000000-0000-7000-8000-0000000000a2',
    title: 'Addendum',
    author: 'Priya Nair, MD',
    atMs: at('16:40', -1),
    state: 'signed',
    kind: { kind: 'addendum', to: SIGNED_NOTE },
    excerpt: 'Blood cultures without growth at 24 h.',
    unsent: true,
  },
  {
    record: '00000000-0000-7000-8000-0000000000a3',
    title: 'Nursing admission note',
    author: 'Ingrid Lindqvist, RN',
    atMs: at('17:05', -2),
    state: 'signed',
    kind: { kind: 'note' },
    excerpt: 'Arrived from ED on 4 L/min. Droplet precautions started.',
    unsent: false,
  },
  {
    record: '00000000-0000-7000-8000-0000000000a4',
    title: 'Progress note',
    author: 'Sam Osei, MD',
    atMs: at('09:30', -2),
    state: 'enteredInError',
    kind: { kind: 'note' },
    excerpt: 'Written in the wrong chart.',
    unsent: false,
  },
];

/** The chart as it first opens. */
export function cutler(): ChartView {
  return {
    chart: CUTLER,
    banner: {
      family: 'CUTLER',
      given: 'Alice',
      title: 'Ms',
      preferred: 'Ali',
      initials: 'AC',
      born: '14-Aug-1961 (65 y)',
      died: null,
      sex: 'Female',
      mrn: '284 771 09',
      bed: '4B-12',
      dayOfStay: 3,
      attending: 'P. Nair',
      codeStatus: 'Full code',
      isolation: 'Droplet',
      weight: '71.4 kg',
      weightAtMs: at('06:10'),
      allergies: { kind: 'known', lines: ['penicillins – anaphylaxis', 'latex – hives'] },
      flags: [{ text: 'Falls risk' }],
    },
    freshness: { asOfMs: at('14:31'), complete: true, unsent: 0, notShown: 0, unreadable: 0 },
    vitals: {
      takenAtMs: at('13:40'),
      dueAtMs: at('14:40'),
      by: 'I. Lindqvist, RN',
      news2: {
        kind: 'scored',
        total: 6,
        change: 2,
        band: 2,
        response: 'Urgent review',
        anyThree: false,
      },
      tiles: [
        { code: 'respiratoryRate', label: 'Resp. rate', value: '22', unit: '/min', points: 2, previous: '20', direction: 1 },
        { code: 'spo2', label: 'SpO₂', value: '94', unit: '%', points: 1, previous: '95', direction: -1 },
        { code: 'oxygen', label: 'Oxygen', value: '2', unit: 'L/min', points: 2, previous: '2', direction: 0 },
        { code: 'bloodPressure', label: 'Blood pressure', value: '112/64', unit: 'mmHg', points: 0, previous: '112/66', direction: 0 },
        { code: 'heartRate', label: 'Heart rate', value: '96', unit: '/min', points: 1, previous: '94', direction: 1 },
        { code: 'mentalStatus', label: 'Mental status', value: 'Alert', unit: '', points: 0, previous: 'Alert', direction: 0 },
        { code: 'temperature', label: 'Temperature', value: '38.0', unit: '°C', points: 0, previous: '37.9', direction: 1 },
      ],
    },
    trend: trend(),
    problems: { state: 'listed', items: problems(), completeness: 'complete' },
    allergies: {
      state: 'listed',
      completeness: 'complete',
      items: [
        { record: 'al1', agent: 'penicillins', reactions: 'anaphylaxis + hives', criticality: 'High risk', doubt: null, recordedAtMs: at('09:12', -2), conflict: false },
        { record: 'al2', agent: 'latex', reactions: 'hives', criticality: 'Low risk', doubt: null, recordedAtMs: at('09:12', -2), conflict: false },
        { record: 'al3', agent: 'sulfamethoxazole', reactions: null, criticality: 'Risk unknown', doubt: 'Unverified', recordedAtMs: at('09:14', -2), conflict: true },
      ],
    },
    medications: { state: 'listed', items: medications(), completeness: 'complete' },
    results: { state: 'listed', items: results(), completeness: 'complete' },
    notes: { state: 'listed', items: NOTES, completeness: 'complete' },
    other: [
      { kind: 'CarePlan', count: 2 },
      { kind: 'Immunization', count: 4 },
      { kind: 'Procedure', count: 1 },
    ],
    hasDraft: true,
  };
}

/** A chart that has hardly begun: nothing recorded, first download unfinished. */
export function bare(chart: string): ChartView {
  const row = ward('4B', 0).rows.find((each) => each.chart === chart);
  const subject = row?.subject;
  const [family = '', given = ''] =
    subject?.kind === 'open' ? subject.name.split(', ') : ['UNKNOWN', 'Person'];
  const base = cutler();
  return {
    ...base,
    chart,
    banner: {
      ...base.banner,
      family,
      given,
      title: null,
      preferred: null,
      initials: `${given.slice(0, 1)}${family.slice(0, 1)}`,
      born: null,
      mrn: subject?.kind === 'open' ? subject.mrn : null,
      bed: row?.bed ?? null,
      isolation: null,
      weight: null,
      weightAtMs: null,
      allergies: { kind: 'unavailable' },
      flags: [],
    },
    freshness: { asOfMs: at('13:57'), complete: false, unsent: 0, notShown: 0, unreadable: 2 },
    vitals: null,
    trend: [],
    problems: { state: 'notRecorded' },
    allergies: { state: 'unavailable' },
    medications: { state: 'noneKnown', by: 'T. Berg, RN', atMs: at('09:12', -2) },
    results: { state: 'listed', items: results().slice(0, 2), completeness: 'downloading' },
    notes: { state: 'notRecorded' },
    other: [],
    hasDraft: false,
  };
}

/** The whole text of a note in a chart. */
export function noteText(view: ChartView, record: string): NoteText | null {
  const notes = view.notes.state === 'listed' ? view.notes.items : [];
  const note = notes.find((each) => each.record === record);
  if (note === undefined) return null;
  if (note.kind.kind === 'addendum') return { note, sections: [['', [note.excerpt]]] };
  return {
    note,
    sections: [
      ['Assessment and plan', [note.excerpt, 'Heart failure: net −1.2 L in 24 hours. Continue furosemide 40 mg intravenous twice a day. Recheck potassium tonight.', 'Acute kidney injury on chronic kidney disease, stage 3a: creatinine 1.6. Lisinopril on hold.']],
      ['Interval history', ['Slept poorly. No chest pain. Appetite better.']],
    ],
  };
}
