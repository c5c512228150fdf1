export { isEmpty, newDraft } from './entry';
export type { VitalsDraft } from './entry';
export { VitalsPane } from './VitalsPane';
