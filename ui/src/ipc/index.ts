// What the rest of the window imports of the bridge.
export type { Core, CoreEvents } from './core';
export { CoreProvider, createQueries, useCore, useCoreEvent, useNow } from './CoreContext';
export {
  UnsavedProvider,
  useFlush,
  useFlushAll,
  useHold,
  useIsDiskFull,
  useIsHeld,
  useUnsaved,
} from './unsaved';
export { CoreError, failureOf } from './failure';
export {
  keys,
  markDraft,
  refreshChart,
  refreshDecisions,
  useChart,
  useDecisions,
  useFreshCache,
  useNote,
  useOpened,
  usePatientSearch,
  useSync,
  useWard,
  useWardRow,
} from './queries';
export type { Acvpu } from './generated/Acvpu';
export type { AllergyHeadingView } from './generated/AllergyHeadingView';
export type { AllergyView } from './generated/AllergyView';
export type { AuthorView } from './generated/AuthorView';
export type { BannerView } from './generated/BannerView';
export type { ChartView } from './generated/ChartView';
export type { Completeness } from './generated/Completeness';
export type { ConflictView } from './generated/ConflictView';
export type { DecisionPatient } from './generated/DecisionPatient';
export type { Decisions } from './generated/Decisions';
export type { DisputedField } from './generated/DisputedField';
export type { DisputedValue } from './generated/DisputedValue';
export type { DoubleView } from './generated/DoubleView';
export type { DraftChoice } from './generated/DraftChoice';
export type { DraftText } from './generated/DraftText';
export type { DraftVersionView } from './generated/DraftVersionView';
export type { Failure } from './generated/Failure';
export type { FailureCode } from './generated/FailureCode';
export type { FlagView } from './generated/FlagView';
export type { Freshness } from './generated/Freshness';
export type { Listing } from './generated/Listing';
export type { GivingView } from './generated/GivingView';
export type { LockReason } from './generated/LockReason';
export type { MedicationState } from './generated/MedicationState';
export type { MedicationView } from './generated/MedicationView';
export type { Network } from './generated/Network';
export type { News2View } from './generated/News2View';
export type { NoteDraft } from './generated/NoteDraft';
export type { NoteKind } from './generated/NoteKind';
export type { NoteMark } from './generated/NoteMark';
export type { NoteMarkState } from './generated/NoteMarkState';
export type { NoteSection } from './generated/NoteSection';
export type { NoteState } from './generated/NoteState';
export type { NoteText } from './generated/NoteText';
export type { NoteView } from './generated/NoteView';
export type { OtherView } from './generated/OtherView';
export type { PatientHit } from './generated/PatientHit';
export type { PersonView } from './generated/PersonView';
export type { PinState } from './generated/PinState';
export type { Preferences } from './generated/Preferences';
export type { ProblemView } from './generated/ProblemView';
export type { ResultView } from './generated/ResultView';
export type { ResultWeight } from './generated/ResultWeight';
export type { Saved } from './generated/Saved';
export type { SentItem } from './generated/SentItem';
export type { SessionState } from './generated/SessionState';
export type { SessionStatus } from './generated/SessionStatus';
export type { SignedOnView } from './generated/SignedOnView';
export type { SettleChoice } from './generated/SettleChoice';
export type { SideView } from './generated/SideView';
export type { SyncItem } from './generated/SyncItem';
export type { SyncItemState } from './generated/SyncItemState';
export type { SyncStatus } from './generated/SyncStatus';
export type { TextSize } from './generated/TextSize';
export type { Theme } from './generated/Theme';
export type { TrendPoint } from './generated/TrendPoint';
export type { TrendSeries } from './generated/TrendSeries';
export type { VitalTile } from './generated/VitalTile';
export type { VitalsCheck } from './generated/VitalsCheck';
export type { VitalsEntry } from './generated/VitalsEntry';
export type { VitalsQuestion } from './generated/VitalsQuestion';
export type { VitalsRowCheck } from './generated/VitalsRowCheck';
export type { VitalsView } from './generated/VitalsView';
export type { VoidText } from './generated/VoidText';
export type { Ward } from './generated/Ward';
export type { WardNews2 } from './generated/WardNews2';
export type { WardRow } from './generated/WardRow';
export type { WardSubject } from './generated/WardSubject';
export type { WorkstationView } from './generated/WorkstationView';
