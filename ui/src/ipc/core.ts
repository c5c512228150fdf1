// What the window may ask of the core, in one interface: the real bridge and the FakeCore both
// answer it. It exists so that nothing above ui/src/ipc knows there is a bridge. No caching, no
// React and no wording belong here.
import type { ChartView } from './generated/ChartView';
import type { Decisions } from './generated/Decisions';
import type { DraftChoice } from './generated/DraftChoice';
import type { DraftText } from './generated/DraftText';
import type { NoteDraft } from './generated/NoteDraft';
import type { NoteText } from './generated/NoteText';
import type { PatientHit } from './generated/PatientHit';
import type { Preferences } from './generated/Preferences';
import type { Saved } from './generated/Saved';
import type { SessionStatus } from './generated/SessionStatus';
import type { SignedOnView } from './generated/SignedOnView';
import type { SettleChoice } from './generated/SettleChoice';
import type { SyncStatus } from './generated/SyncStatus';
import type { VitalsCheck } from './generated/VitalsCheck';
import type { VitalsEntry } from './generated/VitalsEntry';
import type { VoidText } from './generated/VoidText';
import type { Ward } from './generated/Ward';

/** Every promise here rejects with a `CoreError`, and with nothing else. */
export interface Core {
  /** Milliseconds since the Unix epoch; the one clock of the window. */
  now(): number;
  sessionStatus(): Promise<SessionStatus>;
  /** Also the first sign-in of a person, which needs a connection. */
  unlock(request: {
    username: string;
    password: string;
    previous: string | null;
    code: string | null;
  }): Promise<SessionStatus>;
  /** The key for an authenticator app, for a code from IT. */
  secondFactorSetUp(request: {
    username: string;
    password: string;
    code: string;
  }): Promise<string>;
  /** Shows the page of the hospital's sign-on provider in a browser, and waits until somebody comes back from it. */
  signOn(): Promise<SignedOnView>;
  signOnCancel(): Promise<null>;
  /** With the password of this workstation, which somebody new chooses. */
  signOnFinish(request: { password: string }): Promise<SessionStatus>;
  /** `pin-gone` when the password is wanted instead. */
  pinUnlock(request: { username: string; pin: string }): Promise<SessionStatus>;
  /** Of whoever is in, with their password typed again. */
  pinSet(request: { password: string; pin: string }): Promise<SessionStatus>;
  pinRemove(): Promise<SessionStatus>;
  /** Of whoever is in. Needs a connection. */
  passwordChange(request: {
    password: string;
    new: string;
    code: string | null;
  }): Promise<SessionStatus>;
  lock(): Promise<SessionStatus>;
  /** Reports input. The timer that locks is the core's; this only feeds it. */
  activity(): Promise<SessionStatus>;
  wardList(request: { unit: string | null }): Promise<Ward>;
  patientSearch(request: { text: string }): Promise<PatientHit[]>;
  /** Audited: once per opening. A refresh is `chartView`. */
  chartOpen(request: { chart: string }): Promise<ChartView>;
  chartView(request: { chart: string }): Promise<ChartView>;
  chartClose(request: { chart: string }): Promise<null>;
  vitalsCheck(request: { chart: string; entry: VitalsEntry }): Promise<VitalsCheck>;
  vitalsRecord(request: {
    chart: string;
    intent: string;
    takenAtMs: number;
    entry: VitalsEntry;
    partial: boolean;
  }): Promise<Saved>;
  noteDraftLoad(request: { chart: string }): Promise<NoteDraft | null>;
  noteDraftSave(request: {
    chart: string;
    draft: string | null;
    text: DraftText;
  }): Promise<NoteDraft>;
  noteDraftDiscard(request: { chart: string; draft: string }): Promise<null>;
  /** Of a text beside the draft. Answers what to go on with; neither text is lost. */
  noteDraftSettle(request: {
    chart: string;
    draft: string;
    version: string;
    choice: DraftChoice;
  }): Promise<NoteDraft>;
  noteSign(request: { chart: string; intent: string; draft: string }): Promise<Saved>;
  noteAddendum(request: {
    chart: string;
    intent: string;
    note: string;
    text: string;
  }): Promise<Saved>;
  noteRead(request: { chart: string; record: string }): Promise<NoteText>;
  /** Audited: once a chart and session. Of every chart the person may open when `chart` is null. */
  decisionList(request: { chart: string | null }): Promise<Decisions>;
  conflictSettle(request: {
    chart: string;
    intent: string;
    record: string;
    heads: string[];
    choice: SettleChoice;
  }): Promise<Saved>;
  doubleSettle(request: {
    chart: string;
    intent: string;
    givings: { record: string; version: string }[];
    wrong: string | null;
  }): Promise<Saved>;
  /** What a signature of one's own without effect says. Audited as `decisionList`. */
  voidRead(request: { chart: string; void: string }): Promise<VoidText>;
  voidSettle(request: {
    chart: string;
    intent: string;
    void: string;
    keep: boolean;
  }): Promise<Saved>;
  syncStatus(): Promise<SyncStatus>;
  syncNow(): Promise<SyncStatus>;
  placeSave(request: { place: string }): Promise<null>;
  preferencesSave(request: { preferences: Preferences }): Promise<null>;
  /** Answers `close-asked`: who does not is closed. */
  closeHeard(): Promise<null>;
  /** Locks and closes the window. */
  closeNow(): Promise<null>;
  /** Answers `save-asked`, whatever could be saved. */
  pageSaved(): Promise<null>;
  /** Listens until the returned function is called. */
  on<Name extends keyof CoreEvents>(
    event: Name,
    handler: (payload: CoreEvents[Name]) => void,
  ): () => void;
}

/** What the core says unasked. */
export interface CoreEvents {
  session: SessionStatus;
  sync: SyncStatus;
  'chart-changed': { chart: string };
  'ward-changed': null;
  /** The window was asked to close while somebody is in. */
  'close-asked': null;
  /** A lock comes that nobody asked for here: what is typed is to be saved, within a second. */
  'save-asked': null;
}
