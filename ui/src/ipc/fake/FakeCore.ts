// The core without Rust: for component tests and the gallery, never in the shipped page. It keeps
// the contract that matters to the window: locked means every read fails, what is saved is read
// back, and a wrong password says how many tries are left.
import type { Core, CoreEvents } from '../core';
import { CoreError } from '../failure';
import type { ChartView } from '../generated/ChartView';
import type { Decisions } from '../generated/Decisions';
import type { Failure } from '../generated/Failure';
import type { LockReason } from '../generated/LockReason';
import type { Network } from '../generated/Network';
import type { NoteDraft } from '../generated/NoteDraft';
import type { NoteView } from '../generated/NoteView';
import type { Preferences } from '../generated/Preferences';
import type { SessionState } from '../generated/SessionState';
import type { SessionStatus } from '../generated/SessionStatus';
import type { SettleChoice } from '../generated/SettleChoice';
import type { SentItem } from '../generated/SentItem';
import type { SyncItem } from '../generated/SyncItem';
import type { SyncStatus } from '../generated/SyncStatus';
import { bare, cutler, noteText } from './chart';
import { marked, voidText } from './decisions';
import { DRAFT, settledText, writtenHere } from './drafts';
import { DISK_FULL, failure } from './failures';
import { NAIR, PREFERENCES, WORKSTATION } from './people';
import { type Asked, SignIn } from './signIn';
import { accepted, toSend, WAITING } from './waiting';
import { judge } from './vitals';
import { at, CUTLER, NOT_HERE, RESTRICTED, search, START_MS, ward } from './ward';

type Handlers = { [Name in keyof CoreEvents]: Set<(payload: CoreEvents[Name]) => void> };

/** How a test sets the scene. */
export type Scene = Asked & {
  unlocked?: boolean;
  offline?: boolean;
  /** What ends the session soon. */
  warning?: LockReason | null;
  /** Why it is locked; no input for too long if nothing else is said. */
  locked?: LockReason;
  place?: string | null;
  preferences?: Preferences;
  enrolled?: boolean;
  /** One that is not enrolled was withdrawn, and is emptied. */
  withdrawn?: boolean;
  /** Something needs a decision. */
  decisions?: Decisions;
  /** The note in progress of the chart in front. */
  draft?: NoteDraft;
  /** Beyond what a scene without network has waiting. */
  items?: SyncItem[];
  sent?: SentItem[];
};

export const OFFLINE: Network = { kind: 'offline', sinceMs: at('13:58'), dataAsOfMs: at('13:57') };

/** A `Core` in memory, with levers for tests. */
export class FakeCore implements Core {
  readonly calls: string[] = [];
  /** What was chosen of records in conflict. */
  readonly choices: SettleChoice[] = [];
  readonly failNext = new Map<string, Failure>();
  /** While it is full every write is refused, as the core does it. */
  diskFull = false;
  readonly signIn: SignIn;
  place: string | null;
  #network: Network;
  #state: SessionState;
  #preferences: Preferences;
  /** A scene about the warning keeps it whatever is pressed. */
  readonly #warned: LockReason | null;
  #charts = new Map<string, ChartView>();
  #drafts = new Map<string, NoteDraft>();
  #waiting: SyncItem[] = [];
  #sent: SentItem[] = [];
  #decisions: Decisions = { doubles: [], conflicts: [] };
  #counter = 0;
  #startedAt = Date.now();
  #handlers: Handlers = {
    session: new Set(),
    sync: new Set(),
    'chart-changed': new Set(),
    'ward-changed': new Set(),
    'close-asked': new Set(),
    'save-asked': new Set(),
  };

  constructor(scene: Scene = {}) {
    this.place = scene.place ?? null;
    this.#warned = scene.warning ?? null;
    this.signIn = new SignIn(scene);
    this.#preferences = scene.preferences ?? PREFERENCES;
    this.#network = scene.offline === true ? OFFLINE : { kind: 'online', syncedAtMs: at('14:31') };
    if (scene.offline === true) this.#waiting = WAITING;
    if (scene.items !== undefined) this.#waiting = scene.items;
    if (scene.sent !== undefined) this.#sent = scene.sent;
    if (scene.decisions !== undefined) this.#decisions = scene.decisions;
    this.#state =
      scene.enrolled === false
        ? { kind: 'notEnrolled', wasWithdrawn: scene.withdrawn === true }
        : scene.unlocked === true
          ? this.#unlockedState(this.#warned === null ? 780 : 58, this.#warned)
          : this.#locked(scene.locked ?? 'inactivity', at('14:31'));
    this.#drafts.set(CUTLER, scene.draft ?? DRAFT);
  }

  now = (): number => START_MS + Date.now() - this.#startedAt;

  on = <Name extends keyof CoreEvents>(
    event: Name,
    handler: (payload: CoreEvents[Name]) => void,
  ): (() => void) => {
    this.#handlers[event].add(handler);
    return () => this.#handlers[event].delete(handler);
  };

  emit<Name extends keyof CoreEvents>(event: Name, payload: CoreEvents[Name]): void {
    for (const handler of this.#handlers[event]) handler(payload);
  }

  status(): SessionStatus {
    // Of a withdrawn workstation nobody is named.
    const isWithdrawn = this.#state.kind === 'locked' && this.#state.reason === 'withdrawn';
    return {
      state: this.#state,
      workstation: { ...WORKSTATION, signOn: this.signIn.page !== undefined },
      people: isWithdrawn ? [] : this.signIn.people,
      network: this.#network,
    };
  }

  /** Locks as the core's own timer does, with the event. */
  lockNow(reason: LockReason): SessionStatus {
    this.#state = this.#locked(reason, this.now());
    this.emit('session', this.status());
    return this.status();
  }

  warn(locksInS: number, why: LockReason = 'inactivity'): void {
    this.#state = this.#unlockedState(locksInS, why);
    this.emit('session', this.status());
  }

  sessionStatus = (): Promise<SessionStatus> => this.#answer('sessionStatus', () => this.status());

  unlock: Core['unlock'] = (request) =>
    this.#answer('unlock', () => {
      this.signIn.prove(request.password);
      this.signIn.demand(request);
      return this.#letIn(request.username);
    });

  pinUnlock: Core['pinUnlock'] = ({ username, pin }) =>
    this.#answer('pinUnlock', () => {
      this.signIn.provePin(pin);
      return this.#letIn(username);
    });

  pinSet: Core['pinSet'] = (request) => this.#inside('pinSet', () => this.signIn.setPin(request));
  pinRemove: Core['pinRemove'] = () => this.#inside('pinRemove', () => (this.signIn.pin = null));

  passwordChange: Core['passwordChange'] = (request) =>
    this.#inside('passwordChange', () => this.signIn.change(request));

  signOn: Core['signOn'] = () => this.#answer('signOn', () => null).then(() => this.signIn.atThePage());
  signOnCancel: Core['signOnCancel'] = () => this.#answer('signOnCancel', () => this.signIn.giveUp());
  signOnFinish: Core['signOnFinish'] = ({ password }) =>
    this.#answer('signOnFinish', () => {
      this.signIn.comeIn(password);
      return this.#letIn();
    });

  secondFactorSetUp: Core['secondFactorSetUp'] = ({ code }) =>
    this.#answer('secondFactorSetUp', () => this.signIn.setUp(code));

  lock = (): Promise<SessionStatus> => this.#answer('lock', () => this.lockNow('person'));

  activity = (): Promise<SessionStatus> =>
    this.#answer('activity', () => {
      if (this.#state.kind === 'unlocked' && this.#warned === null) {
        this.#state = this.#unlockedState(900, null);
      }
      return this.status();
    });

  wardList: Core['wardList'] = ({ unit }) => this.#read('wardList', () => marked(ward(unit, at('14:31')), this.#decisions));

  patientSearch: Core['patientSearch'] = ({ text }) =>
    this.#read('patientSearch', () => search(text));

  chartOpen: Core['chartOpen'] = ({ chart }) => this.#read('chartOpen', () => this.#view(chart));
  chartView: Core['chartView'] = ({ chart }) => this.#read('chartView', () => this.#view(chart));
  chartClose: Core['chartClose'] = () => this.#read('chartClose', () => null);

  vitalsCheck: Core['vitalsCheck'] = ({ entry }) => this.#read('vitalsCheck', () => judge(entry));

  vitalsRecord: Core['vitalsRecord'] = ({ chart, takenAtMs }) =>
    this.#read('vitalsRecord', () => {
      const view = this.#view(chart);
      if (view.vitals !== null) view.vitals = { ...view.vitals, takenAtMs, by: 'P. Nair, MD' };
      return this.#written(view, 'Vitals');
    });

  noteDraftLoad: Core['noteDraftLoad'] = ({ chart }) =>
    this.#read('noteDraftLoad', () => this.#drafts.get(chart) ?? null);

  noteDraftSave: Core['noteDraftSave'] = ({ chart, draft, text }) =>
    this.#read('noteDraftSave', () => {
      const id = draft ?? this.#id('draft');
      const { versions } = this.#drafts.get(chart) ?? { versions: [] };
      const saved = writtenHere({ draft: id, chart, text, savedAtMs: this.now() });
      this.#drafts.set(chart, { ...saved, versions });
      return saved;
    });

  noteDraftSettle: Core['noteDraftSettle'] = ({ chart, draft, version, choice }) =>
    this.#read('noteDraftSettle', () => {
      const before = this.#drafts.get(chart) ?? DRAFT;
      const text = settledText(before, version, choice);
      const left = before.versions.filter((other) => other.version !== version);
      const here = writtenHere({ draft, chart, text, savedAtMs: this.now() });
      const settled = { ...here, versions: left };
      this.#drafts.set(chart, settled);
      return settled;
    });

  noteDraftDiscard: Core['noteDraftDiscard'] = ({ chart }) =>
    this.#read('noteDraftDiscard', () => {
      this.#drafts.delete(chart);
      this.put({ ...this.#view(chart), hasDraft: false });
      return null;
    });

  noteSign: Core['noteSign'] = ({ chart }) =>
    this.#read('noteSign', () => {
      const draft = this.#drafts.get(chart);
      this.#drafts.delete(chart);
      const note = this.#note(draft?.text.title ?? 'Note', draft?.text.sections[0]?.text ?? '');
      return this.#written(this.#withNote({ ...this.#view(chart), hasDraft: false }, note), 'Note');
    });

  noteAddendum: Core['noteAddendum'] = ({ chart, note, text }) =>
    this.#read('noteAddendum', () => {
      const added: NoteView = {
        ...this.#note('Addendum', text),
        kind: { kind: 'addendum', to: note },
      };
      return this.#written(this.#withNote(this.#view(chart), added), 'Addendum');
    });

  noteRead: Core['noteRead'] = ({ chart, record }) =>
    this.#read('noteRead', () => {
      const found = noteText(this.#view(chart), record);
      if (found === null) throw new CoreError(failure('unknown', 'That note is not here.'));
      return found;
    });

  decisionList: Core['decisionList'] = () => this.#read('decisionList', () => this.#decisions);

  conflictSettle: Core['conflictSettle'] = ({ chart, record, choice }) =>
    this.#read('conflictSettle', () => {
      this.choices.push(choice);
      const conflicts = this.#decisions.conflicts.filter((each) => each.record !== record);
      this.#decisions = { ...this.#decisions, conflicts };
      return this.#written(this.#view(chart), 'Allergy');
    });

  doubleSettle: Core['doubleSettle'] = ({ chart, givings }) =>
    this.#read('doubleSettle', () => {
      const settled = (record: string): boolean => givings.some((each) => each.record === record);
      const doubles = this.#decisions.doubles.filter(
        (each) => !each.givings.every((giving) => settled(giving.record)),
      );
      this.#decisions = { ...this.#decisions, doubles };
      return this.#written(this.#view(chart), 'Medication given');
    });

  voidRead: Core['voidRead'] = () => this.#read('voidRead', () => voidText());

  voidSettle: Core['voidSettle'] = ({ chart, void: op, keep }) =>
    this.#read('voidSettle', () => {
      this.#waiting = this.#waiting.filter((item) => item.void !== op);
      return this.#written(this.#view(chart), keep ? 'Note' : 'Record');
    });

  syncStatus = (): Promise<SyncStatus> => this.#read('syncStatus', () => this.#sync());

  syncNow = (): Promise<SyncStatus> =>
    this.#read('syncNow', () => {
      if (this.#network.kind === 'online') {
        this.#sent = [...this.#waiting.map(accepted).toReversed(), ...this.#sent];
        this.#waiting = [];
      }
      this.emit('sync', this.#sync());
      return this.#sync();
    });

  placeSave: Core['placeSave'] = ({ place }) =>
    this.#read('placeSave', () => {
      this.place = place;
      return null;
    });

  preferencesSave: Core['preferencesSave'] = ({ preferences }) =>
    this.#read('preferencesSave', () => {
      this.#preferences = preferences;
      this.#state = this.#unlockedState(900, null);
      this.emit('session', this.status());
      return null;
    });

  closeHeard = (): Promise<null> => this.#answer('closeHeard', () => null);
  closeNow = (): Promise<null> => this.#answer('closeNow', () => null);
  pageSaved = (): Promise<null> => this.#answer('pageSaved', () => null);

  #letIn(username?: string): SessionStatus {
    this.#state = this.#unlockedState(900, null, username);
    this.emit('session', this.status());
    return this.status();
  }

  #unlockedState(locksInS: number, warning: LockReason | null, username = 'pnair'): SessionState {
    return {
      kind: 'unlocked',
      person: this.signIn.people.find((person) => person.username === username) ?? NAIR,
      locksInS,
      limitS: 900,
      warning,
      place: this.place,
      preferences: this.#preferences,
    };
  }

  #answer<T>(name: string, work: () => T): Promise<T> {
    this.calls.push(name);
    const refused =
      this.failNext.get(name) ?? (this.diskFull && WRITES.has(name) ? DISK_FULL : undefined);
    this.failNext.delete(name);
    try {
      return refused === undefined
        ? Promise.resolve(work())
        : Promise.reject(new CoreError(refused));
    } catch (caught) {
      return Promise.reject(caught);
    }
  }

  #read<T>(name: string, work: () => T): Promise<T> {
    return this.#answer(name, () => {
      if (this.#state.kind !== 'unlocked') throw new CoreError(failure('locked', 'Locked.'));
      return work();
    });
  }

  /** Of whoever is in, who stays in. */
  #inside(name: string, work: () => unknown): Promise<SessionStatus> {
    return this.#read(name, () => {
      work();
      return this.#letIn();
    });
  }

  #view(chart: string): ChartView {
    if (chart === RESTRICTED) {
      throw new CoreError(failure('restricted', 'This record is restricted for you.'));
    }
    if (chart === NOT_HERE) {
      throw new CoreError({
        code: 'chart-not-here',
        what: 'This chart is not on this workstation.',
        remedy: 'It opens when the connection returns.',
        retry: true,
      });
    }
    const known = this.#charts.get(chart) ?? (chart === CUTLER ? cutler() : bare(chart));
    this.#charts.set(chart, known);
    return known;
  }

  /** The chart changed: by this workstation or by another. */
  put(view: ChartView): void {
    this.#charts.set(view.chart, view);
    this.emit('chart-changed', { chart: view.chart });
  }

  #withNote(view: ChartView, note: NoteView): ChartView {
    const items = view.notes.state === 'listed' ? view.notes.items : [];
    return { ...view, notes: { state: 'listed', items: [note, ...items], completeness: 'complete' } };
  }

  #note(title: string, text: string): NoteView {
    return {
      record: this.#id('note'),
      title,
      author: 'Priya Nair, MD',
      atMs: this.now(),
      state: 'signed',
      kind: { kind: 'note' },
      excerpt: text.slice(0, 120),
      unsent: true,
    };
  }

  #written(view: ChartView, what: string): { records: string[]; savedAtMs: number } {
    const patient = `${view.banner.family}, ${view.banner.given}`;
    const atMs = this.now();
    this.#waiting = [...this.#waiting, toSend({ chart: view.chart, patient, mrn: view.banner.mrn, what, atMs })];
    const { freshness } = view;
    this.put({ ...view, freshness: { ...freshness, unsent: freshness.unsent + 1 } });
    this.emit('sync', this.#sync());
    return { records: [this.#id('record')], savedAtMs: atMs };
  }

  #locked(reason: LockReason, atMs: number): SessionStatus['state'] {
    return { kind: 'locked', reason, atMs, username: 'pnair', preferences: this.#preferences };
  }

  #sync(): SyncStatus {
    return {
      network: this.#network,
      exchanging: false,
      opsToSend: this.#waiting.filter((item) => item.state === 'toSend').length,
      auditToSend: this.#network.kind === 'offline' ? 2 : 0,
      notInBackup: 12,
      chartsCached: 17,
      toDecide: this.#decisions.doubles.length + this.#decisions.conflicts.length,
      items: this.#waiting,
      sent: this.#sent,
    };
  }

  #id(kind: string): string {
    this.#counter += 1;
    return `${kind}-${this.#counter}`;
  }
}

const WRITES: ReadonlySet<string> = new Set([
  'vitalsRecord',
  'noteDraftSave',
  'noteDraftDiscard',
  'noteDraftSettle',
  'noteSign',
  'noteAddendum',
  'conflictSettle',
  'doubleSettle',
  'voidSettle',
  'placeSave',
  'preferencesSave',
]);
