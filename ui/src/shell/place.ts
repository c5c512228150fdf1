// Where a person is: open charts, the active one, sections, panes, what is half typed, the caret.
// It is saved by the core for the person, encrypted with their session, and read back after a lock.
// Reading is strict: anything that is not a place is no place, and a person starts on the ward.
import type { Caret } from '../design';
import { SECTIONS, type Section } from '../features/chart';
import type { AddendumDraft } from '../features/note';
import type { VitalsDraft } from '../features/vitals';

export type PaneKind = 'vitals' | 'note' | 'addendum';

/** One chart tab. */
export type OpenChart = {
  chart: string;
  section: Section;
  pane: PaneKind | null;
  /** A set half typed, kept when the pane closes. */
  vitals: VitalsDraft | null;
  addendum: AddendumDraft | null;
};

export type Place = {
  tabs: OpenChart[];
  /** The chart in front; null is the ward. */
  active: string | null;
  unit: string | null;
  /** The row of the census. */
  row: string | null;
  caret: Caret | null;
  /** How often a note was asked for, so that one in front already takes the focus. Not saved. */
  noteAsked: number;
  /** Single-letter shortcuts are on. */
  letters: boolean;
};

export const HOME: Place = {
  tabs: [],
  active: null,
  unit: null,
  row: null,
  caret: null,
  noteAsked: 0,
  letters: true,
};

export function writePlace(place: Place): string {
  return JSON.stringify({ v: 1, ...place, noteAsked: undefined });
}

export function readPlace(text: string | null): Place {
  if (text === null) return HOME;
  const saved = parsed(text);
  if (!isFields(saved) || saved['v'] !== 1 || !Array.isArray(saved['tabs'])) return HOME;
  const tabs = saved['tabs'].map(openChart).filter((tab) => tab !== null);
  const active = textOf(saved['active']);
  return {
    tabs,
    active: tabs.some((tab) => tab.chart === active) ? active : null,
    unit: textOf(saved['unit']),
    row: textOf(saved['row']),
    caret: caret(saved['caret']),
    noteAsked: 0,
    letters: saved['letters'] !== false,
  };
}

type Fields = Record<string, unknown>;

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function openChart(value: unknown): OpenChart | null {
  if (!isFields(value)) return null;
  const chart = textOf(value['chart']);
  if (chart === null) return null;
  const vitals = vitalsDraft(value['vitals']);
  const addendum = addendumDraft(value['addendum']);
  return {
    chart,
    section: SECTIONS.find((section) => section === value['section']) ?? 'summary',
    pane: paneKind(value['pane'], vitals, addendum),
    vitals,
    addendum,
  };
}

function paneKind(
  value: unknown,
  vitals: VitalsDraft | null,
  addendum: AddendumDraft | null,
): PaneKind | null {
  if (value === 'note') return 'note';
  if (value === 'vitals' && vitals !== null) return 'vitals';
  return value === 'addendum' && addendum !== null ? 'addendum' : null;
}

const LEVELS = ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const;

function vitalsDraft(value: unknown): VitalsDraft | null {
  if (!isFields(value) || !isFields(value['entry'])) return null;
  const intent = textOf(value['intent']);
  if (intent === null) return null;
  const typed = value['entry'];
  const field = (name: string): string => textOf(typed[name]) ?? '';
  const takenAtMs = value['takenAtMs'];
  return {
    intent,
    takenAtMs: typeof takenAtMs === 'number' ? takenAtMs : null,
    entry: {
      respiratoryRate: field('respiratoryRate'),
      spo2: field('spo2'),
      oxygen: field('oxygen'),
      systolic: field('systolic'),
      diastolic: field('diastolic'),
      heartRate: field('heartRate'),
      acvpu: LEVELS.find((level) => level === typed['acvpu']) ?? null,
      temperature: field('temperature'),
    },
  };
}

function addendumDraft(value: unknown): AddendumDraft | null {
  if (!isFields(value)) return null;
  const [note, text, intent] = [value['note'], value['text'], value['intent']].map(textOf);
  if (typeof note !== 'string' || typeof text !== 'string' || typeof intent !== 'string') return null;
  return { note, text, intent };
}

function caret(value: unknown): Caret | null {
  if (!isFields(value)) return null;
  const field = textOf(value['field']);
  const { at, of } = value;
  if (field === null || typeof at !== 'number' || typeof of !== 'number') return null;
  return { field, at, of };
}
