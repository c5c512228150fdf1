// Dates and times for clinical screens: DD-Mmm-YYYY and HH:mm, 24 hours, whatever the region of
// the machine says (NHS CUI D+Ta-0002…, D+Tb-0002…). Intl gives the parts; the shape is ours.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Keeps a date or a number with its unit on one line. */
export const NBSP = '\u00A0';

type Parts = { year: string; month: string; day: string; hour: string; minute: string; weekday: string };

const PARTS = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'numeric',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  weekday: 'long',
  hourCycle: 'h23',
});

function partsOf(atMs: number): Parts {
  const parts = new Map(PARTS.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return {
    year: part('year'),
    month: MONTHS[Number(part('month')) - 1] ?? '',
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    weekday: part('weekday'),
  };
}

/** "14:31". */
export function timeOf(atMs: number): string {
  const { hour, minute } = partsOf(atMs);
  return `${hour}:${minute}`;
}

/** "22-Nov-2026". */
export function dateOf(atMs: number): string {
  const { day, month, year } = partsOf(atMs);
  return `${day}-${month}-${year}`;
}

/** "22-Nov", where the year is on the same screen. */
export function dayOf(atMs: number): string {
  const { day, month } = partsOf(atMs);
  return `${day}-${month}`;
}

/** "Sun". */
export function weekdayOf(atMs: number): string {
  return partsOf(atMs).weekday.slice(0, 3);
}

/** "Sunday". */
export function longWeekdayOf(atMs: number): string {
  return partsOf(atMs).weekday;
}

/** "22-Nov-2026 14:31", unbroken. */
export function momentOf(atMs: number): string {
  return `${dateOf(atMs)}${NBSP}${timeOf(atMs)}`;
}

/** "14:31" on the same day, "21-Nov 14:31" otherwise; with the year when it is another. */
export function nearMomentOf(atMs: number, nowMs: number): string {
  if (dateOf(atMs) === dateOf(nowMs)) return timeOf(atMs);
  const sameYear = partsOf(atMs).year === partsOf(nowMs).year;
  return `${sameYear ? dayOf(atMs) : dateOf(atMs)}${NBSP}${timeOf(atMs)}`;
}

/** How long, in the words of a ward: "17 min", "1 h 28", "3 days". Never negative. */
export function spanOf(spanMs: number): string {
  const whole = Math.max(0, spanMs);
  const minutes = Math.floor(whole / MINUTE_MS);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  if (whole < 2 * DAY_MS) {
    const rest = minutes % 60;
    const hours = `${Math.floor(minutes / 60)}${NBSP}h`;
    return rest === 0 ? hours : `${hours}${NBSP}${String(rest).padStart(2, '0')}`;
  }
  return `${Math.floor(whole / DAY_MS)}${NBSP}days`;
}

/** "0:58": minutes and seconds, for the last two minutes before the lock. */
export function countdownOf(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** "14-Aug-1961" of FHIR's "1961-08-14", "Aug-1961" of "1961-08", "1961" of "1961". */
export function dateOfFhir(date: string): string {
  const [year = '', month, day] = date.slice(0, 10).split('-');
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
  if (name === undefined) return year;
  return day === undefined ? `${name}-${year}` : `${day}-${name}-${year}`;
}

/** The day and time typed as "22-Nov-2026" and "14:31", or null when it is neither. */
export function momentFrom(date: string, time: string): number | null {
  const [, day, name, year] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(date.trim()) ?? [];
  const [, hour, minute] = /^(\d{1,2}):?(\d{2})$/.exec(time.trim()) ?? [];
  const month = MONTHS.findIndex((each) => each.toLowerCase() === name?.toLowerCase());
  if (month < 0) return null;
  const moment = new Date(Number(year), month, Number(day), Number(hour), Number(minute));
  const real =
    moment.getMonth() === month &&
    moment.getDate() === Number(day) &&
    moment.getHours() === Number(hour) &&
    moment.getMinutes() === Number(minute);
  return real ? moment.getTime() : null;
}
