// What needs a decision in the invented hospital, for the scenes that show it.
import type { ConflictView } from '../generated/ConflictView';
import type { Decisions } from '../generated/Decisions';
import type { DoubleView } from '../generated/DoubleView';
import type { SyncItem } from '../generated/SyncItem';
import type { VoidText } from '../generated/VoidText';
import type { Ward } from '../generated/Ward';
import { at, CUTLER } from './ward';

const ALICE = { chart: CUTLER, name: 'CUTLER, Alice', mrn: '284 771 09' };

export function decisions(): Decisions {
  return { doubles: [double()], conflicts: [allergy()] };
}

/** One record of which two authors changed two fields each. */
export function fieldwise(): Decisions {
  const high = { label: 'Criticality', text: 'high', stands: true };
  const low = { label: 'Criticality', text: 'low', stands: false };
  const noted = { label: 'Note', text: 'Rash in 2009, told by her daughter.', stands: true };
  const removed = { label: 'Note', text: null, stands: false };
  const conflict: ConflictView = {
    ...allergy(),
    fields: [
      ...allergy().fields,
      {
        name: 'note',
        label: 'Note',
        needed: false,
        values: [
          { op: 'op-you', text: null, by: YOU, stands: false },
          { op: 'op-tomas', text: noted.text, by: TOMAS, stands: true },
        ],
      },
    ],
    sides: [
      { take: 'op-you', by: YOU, values: [high, removed] },
      { take: 'op-tomas', by: TOMAS, values: [low, noted] },
    ],
  };
  return { doubles: [], conflicts: [conflict] };
}

const TOMAS = { name: 'Tomas Berg, RN', role: 'nurse', you: false, atMs: at('13:49') };
const YOU = { name: 'Priya Nair, MD', role: 'physician', you: true, atMs: at('13:51') };

function allergy(): ConflictView {
  const high = { label: 'Criticality', text: 'high', stands: true };
  const low = { label: 'Criticality', text: 'low', stands: false };
  return {
    patient: ALICE,
    record: 'a1',
    what: 'Allergy',
    about: 'penicillins',
    heads: ['op-you', 'op-tomas'],
    flags: [],
    fields: [
      {
        name: 'criticality',
        label: 'Criticality',
        needed: false,
        values: [
          { op: 'op-you', text: 'high', by: YOU, stands: true },
          { op: 'op-tomas', text: 'low', by: TOMAS, stands: false },
        ],
      },
    ],
    sides: [
      { take: 'op-you', by: YOU, values: [high] },
      { take: 'op-tomas', by: TOMAS, values: [low] },
    ],
    agreed: [
      { name: 'code', label: 'Code', text: 'penicillins' },
      { name: 'clinicalStatus', label: 'Clinical status', text: 'active' },
      { name: 'text', label: 'Text', text: null },
    ],
    unreadable: false,
    maySettle: true,
  };
}

/** The census with what waits in each chart. */
export function marked(census: Ward, { doubles, conflicts }: Decisions): Ward {
  const waiting = [...doubles, ...conflicts];
  const rows = census.rows.map((row) => {
    const toDecide = waiting.filter(({ patient }) => patient.chart === row.chart).length;
    return row.subject.kind === 'open' ? { ...row, subject: { ...row.subject, toDecide } } : row;
  });
  return { ...census, rows };
}

/** A signature of the person's own that came second. */
export function secondSignature(): SyncItem {
  const { chart, name, mrn } = ALICE;
  const where = { state: 'void', aside: null, void: 'op-void' } as const;
  return { chart, patient: name, mrn, what: 'Note', atMs: at('05:12'), ...where };
}

export function voidText(): VoidText {
  const sections = [{ heading: '', text: 'Slept badly, woke at three.\nNo pain.' }];
  return { first: TOMAS, sections, mayKeep: true, maySettle: true };
}

function double(): DoubleView {
  const giving = (record: string, name: string, time: string) => ({
    record,
    version: `${record}-1`,
    dose: '40 mg',
    givenAtMs: at(time),
    performer: name,
    by: { name, role: 'nurse', you: false, atMs: at(time) },
    unsent: false,
  });
  return {
    patient: ALICE,
    drug: 'furosemide',
    dueAtMs: at('14:00'),
    givings: [
      giving('g1', 'Tomas Berg, RN', '13:58'),
      giving('g2', 'Ingrid Lindqvist, RN', '14:12'),
    ],
    maySettle: true,
  };
}
