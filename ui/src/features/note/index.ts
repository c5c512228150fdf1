export { AddendumPane } from './AddendumPane';
export type { AddendumDraft } from './AddendumPane';
export { NotePane } from './NotePane';
