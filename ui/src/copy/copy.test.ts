// @vitest-environment node
// The catalogue held to its rules: plain words, no banned abbreviation (ISMP), no apology, no cheer.
import { expect, it } from 'vitest';
import { chartCopy, copy, decideCopy, sheetCopy } from '.';

type Entry = { path: string; text: string };

/** Every string; a function is read as its source, which holds its template. */
function entries(value: unknown, path: string): Entry[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') return literals(String(value)).map((text) => ({ path, text }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => entries(inner, `${path}.${key}`));
}

/** The quoted and templated parts of a function's source, placeholders cut out. */
function literals(source: string): string[] {
  const quoted = source.match(/`[^`]*`|"[^"]*"|'[^']*'/g) ?? [];
  return quoted.map((each) => each.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, ' … '));
}

const ALL = [
  ...entries(copy, 'copy'),
  ...entries(chartCopy, 'chartCopy'),
  ...entries(sheetCopy, 'sheetCopy'),
  ...entries(decideCopy, 'decideCopy'),
];

const RULES: [string, RegExp][] = [
  ['no please, apology, cheer or question of doubt', /\b(please|sorry|oops|successfully|invalid)\b|are you sure/i],
  ['no exclamation mark', /!/],
  ['no banned abbreviation', /\b(U|IU|QD|QOD|MS|MSO4|MgSO4|cc|SC|SQ|HS|TIW|D\/C)\b|µg/],
  ['no trailing zero after a decimal point', /\d\.\d*0\b/],
  ['no naked decimal point', /(^|\s)\.\d/],
  ['workstation, not device; central record, not server', /\b(device|server)\b/i],
  ['no slash or month-first date', /\d{1,2}\/\d{1,2}\/\d{2,4}/],
];

it('reads the whole catalogue', () => {
  expect(ALL.length).toBeGreaterThan(200);
});

it.each(RULES)('the catalogue has %s', (_, banned) => {
  expect(ALL.filter(({ text }) => banned.test(text))).toEqual([]);
});

it('the rules catch what they are for', () => {
  const caught = (text: string): boolean => RULES.some(([, banned]) => banned.test(text));
  for (const wrong of ['Saved successfully', 'Done!', '4 U insulin', '1.0 mg', 'give .5 mg', 'the server']) {
    expect(caught(wrong), wrong).toBe(true);
  }
  expect(caught('Save vitals'), 'plain text passes').toBe(false);
});
