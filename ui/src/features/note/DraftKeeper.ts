// Keeps what is typed: saved 1 s after typing stops, at least every 10 s while it goes on, and at
// once when asked (blur, lock, close). One save at a time, always of the newest text, so that an
// older save can never overwrite a newer one. What could not be saved is held and tried again. No
// React here: the timing is what is tested.
import {
  type Core,
  type DraftText,
  type DraftVersionView,
  type Failure,
  failureOf,
  type NoteDraft,
} from '../../ipc';

export const STILL_MS = 1000;
export const LONGEST_MS = 10_000;

export type SaveState =
  | { kind: 'empty' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'saved'; atMs: number }
  | { kind: 'failed'; failure: Failure };

type Timer = ReturnType<typeof setTimeout>;

type Options = {
  core: Pick<Core, 'noteDraftSave'>;
  chart: string;
  /** The draft being continued. */
  draft: NoteDraft | null;
  onState: (state: SaveState) => void;
  onSaved: (draft: NoteDraft) => void;
};

export class DraftKeeper {
  readonly chart: string;
  readonly #options: Options;
  #id: string | null;
  #state: SaveState;
  #text: DraftText | null;
  #newest: DraftText | null = null;
  #refusal: Failure | null = null;
  #still: Timer | null = null;
  #longest: Timer | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: Options) {
    const { chart, draft } = options;
    this.chart = chart;
    this.#options = options;
    this.#id = draft?.draft ?? null;
    this.#text = draft?.text ?? null;
    this.#state = draft === null ? { kind: 'empty' } : { kind: 'saved', atMs: draft.savedAtMs };
  }

  /** Where and when it was last written, while that was at another workstation and nothing was saved here since. */
  get elsewhere(): { station: string | null; atMs: number } | null {
    const { draft } = this.#options;
    if (draft === null || !draft.elsewhere) return null;
    const untouched = this.#state.kind === 'saved' && this.#state.atMs === draft.savedAtMs;
    return untouched ? { station: draft.station, atMs: draft.savedAtMs } : null;
  }

  /** Other texts of the same person, written apart from this one. */
  get versions(): DraftVersionView[] {
    return this.#options.draft?.versions ?? [];
  }

  /** The id of the draft in the core, once it is saved there. */
  get draft(): string | null {
    return this.#id;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** As last typed, saved or not. */
  get text(): DraftText | null {
    return this.#text;
  }

  /** What was typed last is not saved. */
  get unsaved(): boolean {
    return this.#newest !== null && !this.#closed;
  }

  /** Why the last save of it was refused, until one succeeds. */
  get refusal(): Failure | null {
    return this.unsaved ? this.#refusal : null;
  }

  changed(text: DraftText): void {
    if (this.#closed) return;
    this.#text = text;
    this.#newest = text;
    this.#tell({ kind: 'unsaved' });
    this.#schedule();
  }

  /** Resolves when the newest text is saved, or its save failed. */
  async flush(): Promise<void> {
    this.#unschedule();
    while (this.#running !== null) await this.#running;
    if (this.#newest === null || this.#closed) return;
    this.#running = this.#save(this.#newest);
    await this.#running;
  }

  /** Saves nothing more: the draft is signed or discarded. */
  close(): void {
    this.#closed = true;
    this.#unschedule();
  }

  /** It was not discarded after all. */
  reopen(): void {
    this.#closed = false;
    if (this.#newest !== null) this.#schedule();
  }

  #tell(state: SaveState): void {
    this.#state = state;
    this.#options.onState(state);
  }

  #schedule(): void {
    if (this.#still !== null) clearTimeout(this.#still);
    this.#still = setTimeout(() => void this.flush(), STILL_MS);
    this.#longest ??= setTimeout(() => void this.flush(), LONGEST_MS);
  }

  #unschedule(): void {
    if (this.#still !== null) clearTimeout(this.#still);
    if (this.#longest !== null) clearTimeout(this.#longest);
    this.#still = null;
    this.#longest = null;
  }

  async #save(text: DraftText): Promise<void> {
    const { core, chart, onSaved } = this.#options;
    this.#tell({ kind: 'saving' });
    try {
      const saved = await core.noteDraftSave({ chart, draft: this.#id, text });
      this.#id = saved.draft;
      this.#refusal = null;
      const newer = this.#newest !== text;
      if (!newer) this.#newest = null;
      onSaved(saved);
      this.#tell(newer ? { kind: 'unsaved' } : { kind: 'saved', atMs: saved.savedAtMs });
    } catch (caught) {
      this.#refusal = failureOf(caught);
      this.#tell({ kind: 'failed', failure: this.#refusal });
      // The text stays newest; it is tried again by itself.
      if (!this.#closed) this.#longest ??= setTimeout(() => void this.flush(), LONGEST_MS);
    } finally {
      this.#running = null;
    }
  }
}
