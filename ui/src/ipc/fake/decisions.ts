// What needs a decision in the invented hospital, for the scenes that show it.
import type { ConflictView } from '../generated/ConflictView';
import type { Decisions } from '../generated/Decisions';
import type { DoubleView } from '../generated/DoubleView';
import { at, CUTLER } from './ward';

const ALICE = { chart: CUTLER, name: 'CUTLER, Alice', mrn: '284 771 09' };

export function decisions(): Decisions {
  return { doubles: [double()], conflicts: [allergy()] };
}

function allergy(): ConflictView {
  const tomas = { name: 'Tomas Berg, RN', role: 'nurse', you: false, atMs: at('13:49') };
  const you = { name: 'Priya Nair, MD', role: 'physician', you: true, atMs: at('13:51') };
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
        values: [
          { op: 'op-you', text: 'high', by: you, stands: true },
          { op: 'op-tomas', text: 'low', by: tomas, stands: false },
        ],
      },
    ],
    sides: [
      { take: 'op-you', by: you, values: [high] },
      { take: 'op-tomas', by: tomas, values: [low] },
    ],
    unreadable: false,
    maySettle: true,
  };
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
