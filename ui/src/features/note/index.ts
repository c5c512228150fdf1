export { AddendumPane } from './AddendumPane';
export type { AddendumDraft } from './AddendumPane';
export { HeldDraftsProvider, useHeldDrafts, useIsNoteUnsaved } from './HeldDraftsProvider';
export { NotePane } from './NotePane';
