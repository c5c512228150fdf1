// Record numbers and counts as shown. Doses, results and vitals arrive formatted from the core.

/** "284 771 09": groups of three from the left, of digits only; copied text is `digitsOf`. */
export function recordNumberOf(mrn: string): string {
  const digits = digitsOf(mrn);
  return /^\d+$/.test(digits) ? (digits.match(/\d{1,3}/g) ?? []).join('\u00A0') : mrn;
}

/** The same without spaces, for the clipboard. */
export function digitsOf(mrn: string): string {
  return mrn.replaceAll(/\s/g, '');
}

/** Words of a text; a number with its unit counts as written. */
export function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}
