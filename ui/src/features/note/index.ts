export { AddendumPane } from './AddendumPane';
export type { AddendumDraft } from './AddendumPane';
export {
  HeldDraftsProvider,
  useHeldDrafts,
  useIsNoteUnsaved,
  useLeftRefused,
} from './HeldDraftsProvider';
export { NotePane } from './NotePane';
