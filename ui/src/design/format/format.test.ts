// @vitest-environment node
import { describe, expect, it } from 'vitest';
import {
  countdownOf,
  dateOf,
  dateOfFhir,
  digitsOf,
  momentFrom,
  momentOf,
  nearMomentOf,
  recordNumberOf,
  spanOf,
  timeOf,
  wordsIn,
} from '.';

const AT = new Date(2026, 10, 2, 4, 7).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('dates and times', () => {
  it('write the month as a word and the year in four digits', () => {
    expect(dateOf(AT)).toBe('02-Nov-2026');
  });

  it('write 24 hours, midnight as 00', () => {
    expect(timeOf(AT)).toBe('04:07');
    expect(timeOf(new Date(2026, 0, 1, 0, 5).getTime())).toBe('00:05');
    expect(timeOf(new Date(2026, 0, 1, 23, 59).getTime())).toBe('23:59');
  });

  it('keep a date and its time on one line', () => {
    expect(momentOf(AT)).toBe('02-Nov-2026\u00A004:07');
  });

  it('add the day only when it is another, and the year only when that is', () => {
    expect(nearMomentOf(AT, AT + HOUR)).toBe('04:07');
    expect(nearMomentOf(AT, AT + 24 * HOUR)).toBe('02-Nov\u00A004:07');
    expect(nearMomentOf(AT, new Date(2027, 0, 3).getTime())).toBe('02-Nov-2026\u00A004:07');
  });

  it('read FHIR dates at the precision they have', () => {
    expect(dateOfFhir('1961-08-14')).toBe('14-Aug-1961');
    expect(dateOfFhir('1961-08')).toBe('Aug-1961');
    expect(dateOfFhir('1961')).toBe('1961');
  });

  it('take back what they wrote', () => {
    expect(momentFrom(dateOf(AT), timeOf(AT))).toBe(AT);
    expect(momentFrom('2-nov-2026', '0407')).toBe(AT);
  });

  it('refuse a day or a time that does not exist', () => {
    expect(momentFrom('31-Feb-2026', '12:00')).toBeNull();
    expect(momentFrom('02-Nov-2026', '25:00')).toBeNull();
    expect(momentFrom('11/02/2026', '12:00')).toBeNull();
  });
});

describe('spans', () => {
  it.each([
    [-5, '0\u00A0min'],
    [17 * MINUTE, '17\u00A0min'],
    [HOUR, '1\u00A0h'],
    [HOUR + 8 * MINUTE, '1\u00A0h\u00A008'],
    [47 * HOUR, '47\u00A0h'],
    [72 * HOUR, '3\u00A0days'],
  ])('%d ms reads %s', (span, words) => {
    expect(spanOf(span)).toBe(words);
  });

  it('count down in minutes and seconds and never below zero', () => {
    expect(countdownOf(58)).toBe('0:58');
    expect(countdownOf(119.2)).toBe('2:00');
    expect(countdownOf(-3)).toBe('0:00');
  });
});

describe('numbers', () => {
  it('group a record number and give back its digits', () => {
    expect(recordNumberOf('28477109')).toBe('284\u00A0771\u00A009');
    expect(digitsOf('284\u00A0771 09')).toBe('28477109');
  });

  it('leave a record number that is not digits as it is', () => {
    expect(recordNumberOf('AB-12')).toBe('AB-12');
  });

  it('count words, not spaces', () => {
    expect(wordsIn('  furosemide 40 mg\n\nintravenous ')).toBe(4);
    expect(wordsIn(' \n')).toBe(0);
  });
});
