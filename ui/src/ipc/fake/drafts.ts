// The notes in progress of the scenes.
import type { DraftChoice } from '../generated/DraftChoice';
import type { DraftText } from '../generated/DraftText';
import type { NoteDraft } from '../generated/NoteDraft';
import { at, CUTLER } from './ward';

const DRAFT_PLAN =
  '1. Community-acquired pneumonia, hypoxia. Day 3 of 5 levofloxacin. Oxygen 4 to 2 L/min since yesterday, but respiratory rate back up to 22 at 13:40. Repeat chest X-ray today.\n\n2. Heart failure, reduced EF. Net −1.2 L in 24 hours, weight 71.4 kg. Continue furosemide 40 mg intravenous twice a day. Recheck potassium tonight.\n\n3. Acute kidney injury on CKD 3a. Creatinine 1.4, was 1.6. Lisinopril stays on hold.';
const DRAFT_HISTORY =
  'Slept poorly, more short of breath on walking to the bathroom. No chest pain.';

/** Begun and saved here. */
export const DRAFT: NoteDraft = {
  draft: 'draft-1',
  chart: CUTLER,
  savedAtMs: at('14:31'),
  elsewhere: false,
  station: 'WS-4B-03',
  versions: [],
  text: {
    title: 'Progress note',
    sections: [
      { heading: 'Assessment and plan', text: DRAFT_PLAN },
      { heading: 'Interval history', text: DRAFT_HISTORY },
      { heading: 'Exam', text: '' },
    ],
  },
};

/** Begun at another workstation. */
export const DRAFT_FROM_ELSEWHERE: NoteDraft = {
  ...DRAFT,
  elsewhere: true,
  station: 'WS-4B-07',
  savedAtMs: at('14:02'),
};

/** Written at two workstations that did not know of each other. */
export const DRAFT_APART: NoteDraft = {
  ...DRAFT,
  versions: [
    {
      version: 'version-1',
      station: 'WS-4B-07',
      atMs: at('14:02'),
      text: {
        title: 'Progress note',
        sections: [
          { heading: 'Assessment and plan', text: 'Ask cardiology about the diuretic.' },
          { heading: 'Interval history', text: '' },
          { heading: 'Exam', text: 'Crackles at both bases.' },
        ],
      },
    },
  ],
};

export function writtenHere(
  draft: Omit<NoteDraft, 'elsewhere' | 'station' | 'versions'>,
): NoteDraft {
  return { ...draft, elsewhere: false, station: 'WS-4B-03', versions: [] };
}

/** As the core joins them, section by section. */
export function settledText(draft: NoteDraft, version: string, choice: DraftChoice): DraftText {
  const other = draft.versions.find((one) => one.version === version)?.text;
  if (other === undefined || choice === 'leave') return draft.text;
  if (choice === 'take') return other;
  const sections = draft.text.sections.map((section) => {
    const added = other.sections.find((one) => one.heading === section.heading)?.text ?? '';
    const texts = [section.text, added].filter((text) => text !== '');
    return { ...section, text: texts.join('\n\n') };
  });
  return { ...draft.text, sections };
}
