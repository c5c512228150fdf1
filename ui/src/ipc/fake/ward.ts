// A believable ward for tests and the gallery. Invented people only.
import type { NoteMark } from '../generated/NoteMark';
import type { PatientHit } from '../generated/PatientHit';
import type { Ward } from '../generated/Ward';
import type { WardRow } from '../generated/WardRow';
import type { WardSubject } from '../generated/WardSubject';

/** 22-Nov-2026 14:32 where the test runs. */
export const START_MS = new Date(2026, 10, 22, 14, 32).getTime();

/** A moment of 22-Nov-2026; `day` counts from it. */
export function at(time: string, day = 0): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(2026, 10, 22 + day, hours, minutes).getTime();
}

type Bed = {
  bed: string;
  name: string;
  ageSex: string;
  mrn: string;
  born: string;
  alerts?: string[];
  score: number;
  change?: number;
  spark: number[];
  three?: boolean;
  due: string;
  results?: string[];
  critical?: boolean;
  note: [NoteMark['state'], string?];
  diagnosis: string;
  unsent?: number;
};

const BEDS: Bed[] = [
  { bed: '01', name: 'ABARA, Chidi', ageSex: '71 y M', mrn: '284 610 22', born: '1955-03-02', alerts: ['SpO₂ 88–92'], score: 3, spark: [5, 4, 4, 3, 3, 3, 3], due: '16:00', results: ['CO₂ 31 mmol/L high'], note: ['signed', '10:42'], diagnosis: 'COPD exacerbation' },
  { bed: '02', name: 'BAUTISTA, Maricel', ageSex: '54 y F', mrn: '284 733 90', born: '1972-01-19', alerts: ['NPO'], score: 1, spark: [2, 2, 1, 1, 1, 1, 1], due: '17:30', note: ['signed', '09:15'], diagnosis: 'Acute pancreatitis' },
  { bed: '03', name: 'CHANDRASEKARAN, Venkataramanan', ageSex: '83 y M', mrn: '281 009 47', born: '1943-06-11', alerts: ['DNR', 'Falls'], score: 2, spark: [1, 1, 2, 2, 3, 2, 2], due: '15:40', results: ['Hb 7.9 g/dL low'], note: ['draft', '13:05'], diagnosis: 'Hip fracture, day 2 post-op' },
  { bed: '04', name: 'DLAMINI, Thandeka', ageSex: '38 y F', mrn: '284 801 13', born: '1988-02-27', score: 0, spark: [3, 2, 2, 1, 1, 0, 0], due: '18:00', note: ['signed', '08:50'], diagnosis: 'Pyelonephritis' },
  { bed: '05', name: 'EDWARDS, Rhys', ageSex: '66 y M', mrn: '283 114 05', born: '1960-04-30', alerts: ['NPO'], score: 7, change: 1, spark: [3, 3, 4, 4, 5, 6, 7], due: '14:15', results: ['Lactate 4.2 mmol/L high'], critical: true, note: ['notStarted'], diagnosis: 'GI bleed, upper' },
  { bed: '06', name: 'FIELDING, Joan', ageSex: '78 y F', mrn: '284 512 88', born: '1948-09-08', alerts: ['Falls', 'Isolation: contact'], score: 3, spark: [3, 3, 3, 3, 3, 3, 3], three: true, due: '15:10', note: ['signed', '11:20'], diagnosis: 'Delirium, urinary infection' },
  { bed: '07', name: 'GARCIA, Elena', ageSex: '45 y F', mrn: '284 790 31', born: '1981-05-14', score: 1, spark: [1, 1, 1, 1, 1, 1, 1], due: '17:00', results: ['WBC 12.1 ×10⁹/L high'], note: ['notStarted'], diagnosis: 'Cholecystitis' },
  { bed: '08', name: 'GARCIA, Elana', ageSex: '47 y F', mrn: '284 790 68', born: '1979-05-14', score: 2, spark: [4, 3, 3, 2, 2, 2, 2], due: '16:20', note: ['signed', '09:58'], diagnosis: 'Asthma' },
  { bed: '10', name: 'HUSSAIN, Farah', ageSex: '59 y F', mrn: '284 220 71', born: '1967-08-21', score: 1, spark: [2, 2, 2, 1, 1, 1, 1], due: '17:45', results: ['Glucose 312 mg/dL high'], note: ['notStarted'], diagnosis: 'Cellulitis, diabetes', unsent: 2 },
  { bed: '11', name: 'IVANOVA, Svetlana', ageSex: '34 y F', mrn: '284 655 02', born: '1992-12-03', score: 2, spark: [3, 3, 2, 2, 2, 2, 2], due: '16:30', note: ['signed', '10:05'], diagnosis: 'Pulmonary embolism' },
  { bed: '12', name: 'CUTLER, Alice', ageSex: '65 y F', mrn: '284 771 09', born: '1961-08-14', alerts: ['Isolation: droplet'], score: 6, change: 2, spark: [9, 8, 6, 5, 4, 4, 6], due: '14:40', results: ['Creatinine 1.4 mg/dL high'], note: ['draft', '14:31'], diagnosis: 'Community-acquired pneumonia' },
  { bed: '13', name: 'JOHANSSON, Nils', ageSex: '89 y M', mrn: '280 117 36', born: '1937-01-25', alerts: ['DNR', 'Falls'], score: 4, spark: [4, 4, 4, 4, 4, 4, 4], due: '15:50', results: ['K 5.6 mmol/L high'], note: ['signed', '11:02'], diagnosis: 'Heart failure' },
  { bed: '14', name: 'KOWALCZYK, Zofia', ageSex: '27 y F', mrn: '284 902 54', born: '1999-10-17', score: 0, spark: [4, 3, 2, 2, 1, 0, 0], due: '18:10', note: ['notStarted'], diagnosis: 'Diabetic ketoacidosis, resolved' },
  { bed: '15', name: 'LEFEVRE, Marc', ageSex: '62 y M', mrn: '284 418 77', born: '1964-07-06', alerts: ['Falls'], score: 5, spark: [4, 4, 5, 5, 5, 5, 5], due: '14:50', note: ['draft', '12:11'], diagnosis: 'Alcohol withdrawal' },
  { bed: '17', name: 'NGUYEN, Bao', ageSex: '50 y M', mrn: '284 377 40', born: '1976-11-01', score: 0, spark: [0, 0, 0, 0, 0, 0, 0], due: '18:30', note: ['notStarted'], diagnosis: 'Chest pain, rule-out' },
];

const chartId = (bed: string): string => `00000000-0000-7000-8000-0000000000${bed}`;

/** The chart of bed 4B-12, which the gallery opens. */
export const CUTLER = chartId('12');
export const EDWARDS = chartId('05');
export const RESTRICTED = chartId('09');
export const NOT_HERE = chartId('16');

function subjectOf(bed: Bed): WardSubject {
  const [state, time] = bed.note;
  return {
    kind: 'open',
    name: bed.name,
    ageSex: bed.ageSex,
    mrn: bed.mrn,
    alerts: bed.alerts ?? [],
    nameAlert: bed.name.startsWith('GARCIA'),
    news2: {
      kind: 'scored',
      total: bed.score,
      change: bed.change ?? 0,
      spark: bed.spark,
      anyThree: bed.three ?? false,
    },
    vitalsAtMs: at('13:40'),
    vitalsDueAtMs: at(bed.due),
    results: bed.results ?? [],
    resultsCritical: bed.critical ?? false,
    note: { state, atMs: time === undefined ? null : at(time) },
    diagnosis: bed.diagnosis,
    unsent: bed.unsent ?? 0,
    toDecide: 0,
  };
}

function rows(): WardRow[] {
  const open = BEDS.map((bed) => ({
    chart: chartId(bed.bed),
    bed: `4B-${bed.bed}`,
    subject: subjectOf(bed),
  }));
  const others: WardRow[] = [
    { chart: RESTRICTED, bed: '4B-09', subject: { kind: 'restricted' } },
    {
      chart: NOT_HERE,
      bed: '4B-16',
      subject: { kind: 'notHere', name: 'MUÑOZ, José', mrn: '283 960 18' },
    },
  ];
  return [...open, ...others].toSorted((one, other) => one.bed.localeCompare(other.bed));
}

/** The census of 4B, or the smaller one of 4A. */
export function ward(unit: string | null, readAtMs: number): Ward {
  const units = ['4B', '4A'];
  if (unit !== '4A') return { unit: '4B', units, readAtMs, complete: true, rows: rows() };
  const [first] = rows();
  return {
    unit: '4A',
    units,
    readAtMs,
    complete: true,
    rows: first === undefined ? [] : [{ ...first, bed: '4A-02', chart: chartId('92') }],
  };
}

/** People whose name or record number begins so. */
export function search(text: string): PatientHit[] {
  const wanted = text.toLowerCase().replaceAll(' ', '');
  const hits = BEDS.map((bed) => ({
    chart: chartId(bed.bed),
    name: bed.name,
    born: bed.born,
    sex: bed.ageSex.endsWith('F') ? 'female' : 'male',
    mrn: bed.mrn.replaceAll(' ', ''),
    unit: '4B',
    bed: `4B-${bed.bed}`,
    open: true,
  }));
  const alan: PatientHit = {
    chart: chartId('99'),
    name: 'CUTLER, Alan',
    born: '1965-02-02',
    sex: 'male',
    mrn: '28140266',
    unit: 'ED',
    bed: null,
    open: false,
  };
  return [...hits, alan].filter(
    (hit) => hit.name.toLowerCase().replaceAll(' ', '').includes(wanted) || hit.mrn.startsWith(wanted),
  );
}
