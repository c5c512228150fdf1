// Judges a typed set the way the core does, closely enough for tests of the form. The real rules
// are in Rust; nothing shipped calls this.
import type { VitalsCheck } from '../generated/VitalsCheck';
import type { VitalsEntry } from '../generated/VitalsEntry';
import type { VitalsRowCheck } from '../generated/VitalsRowCheck';
import { at } from './ward';

type Rule = {
  code: string;
  text: (entry: VitalsEntry) => string;
  points: (value: number) => number;
  question?: (value: number) => VitalsRowCheck['question'];
  previous: string;
};

const RULES: Rule[] = [
  { code: 'respiratoryRate', text: (e) => e.respiratoryRate, points: (v) => (v > 24 ? 3 : v > 20 ? 2 : v < 9 ? 3 : v < 12 ? 1 : 0), previous: 'was 22' },
  { code: 'spo2', text: (e) => e.spo2, points: (v) => (v < 92 ? 3 : v < 94 ? 2 : v < 96 ? 1 : 0), previous: 'was 94' },
  { code: 'oxygen', text: (e) => (e.oxygen === 'air' ? '0' : e.oxygen), points: (v) => (v > 0 ? 2 : 0), previous: 'was 2' },
  { code: 'bloodPressure', text: (e) => (e.diastolic === '' ? '' : e.systolic), points: (v) => (v < 91 ? 3 : v < 101 ? 2 : v < 111 ? 1 : 0), previous: 'was 112/64' },
  { code: 'heartRate', text: (e) => e.heartRate, points: (v) => (v > 130 ? 3 : v > 110 ? 2 : v > 90 ? 1 : 0), previous: 'was 96' },
  { code: 'mentalStatus', text: (e) => (e.acvpu === null ? '' : e.acvpu === 'alert' ? '0' : '3'), points: (v) => v, previous: 'was Alert' },
  {
    code: 'temperature',
    text: (e) => e.temperature,
    points: (v) => (v > 39 ? 2 : v > 38 ? 1 : v < 36 ? 1 : 0),
    question: (v) =>
      v > 45 ? { text: 'Above 45 °C. Did you mean 38.4?', suggestion: '38.4' } : null,
    previous: 'was 38.0',
  },
];

export function judge(entry: VitalsEntry): VitalsCheck {
  const rows = RULES.map((rule): VitalsRowCheck => {
    const typed = rule.text(entry).trim();
    const value = Number(typed);
    const readable = typed !== '' && Number.isFinite(value);
    const question =
      typed !== '' && !readable
        ? { text: 'This is not a number.', suggestion: null }
        : readable
          ? (rule.question?.(value) ?? null)
          : null;
    return {
      code: rule.code,
      points: readable && question === null ? rule.points(value) : null,
      question,
      previous: rule.previous,
      previousAtMs: at('13:40'),
    };
  });
  return summary(rows);
}

function summary(rows: VitalsRowCheck[]): VitalsCheck {
  const scored = rows.filter((row) => row.points !== null);
  const questions = rows.filter((row) => row.question !== null).length;
  const total = scored.reduce((sum, row) => sum + (row.points ?? 0), 0);
  const missing = rows.filter((row) => row.points === null && row.question === null);
  const complete = scored.length === rows.length;
  const toCheck = questions === 0 ? '' : `, ${questions} value${questions === 1 ? '' : 's'} to check`;
  return {
    rows,
    total: scored.length === 0 ? null : total,
    missing: missing.map((row) => row.code),
    heading: complete ? `NEWS2 ${total}` : `NEWS2 ${total} so far${toCheck}`,
    advice:
      total >= 7
        ? 'Emergency response at 7 or more. Was 6 at 13:40.'
        : total >= 5
          ? 'Urgent review at 5 or more. Was 6 at 13:40.'
          : 'Was 6 at 13:40.',
    band: scored.length === 0 ? null : total >= 7 ? 3 : total >= 5 ? 2 : 0,
    complete,
    partial: !complete && questions === 0 && scored.length > 0,
  };
}
