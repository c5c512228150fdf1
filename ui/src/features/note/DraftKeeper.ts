// Keeps what is typed: saved 1 s after typing stops, at least every 10 s while it goes on, and at
// once when asked (blur, lock, close). One save at a time, always of the newest text, so that an
// older save can never overwrite a newer one. No React here: the timing is what is tested.
import { type Core, type DraftText, type Failure, failureOf, type NoteDraft } from '../../ipc';

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
  readonly #options: Options;
  #id: string | null;
  #newest: DraftText | null = null;
  #still: Timer | null = null;
  #longest: Timer | null = null;
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#id = options.draft?.draft ?? null;
  }

  /** The id of the draft in the core, once it is saved there. */
  get draft(): string | null {
    return this.#id;
  }

  changed(text: DraftText): void {
    if (this.#closed) return;
    this.#newest = text;
    this.#options.onState({ kind: 'unsaved' });
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
    const { core, chart, onState, onSaved } = this.#options;
    onState({ kind: 'saving' });
    try {
      const saved = await core.noteDraftSave({ chart, draft: this.#id, text });
      this.#id = saved.draft;
      const newer = this.#newest !== text;
      if (!newer) this.#newest = null;
      onSaved(saved);
      onState(newer ? { kind: 'unsaved' } : { kind: 'saved', atMs: saved.savedAtMs });
    } catch (caught) {
      onState({ kind: 'failed', failure: failureOf(caught) });
      // The text stays newest; it is tried again by itself.
      if (!this.#closed) this.#longest ??= setTimeout(() => void this.flush(), LONGEST_MS);
    } finally {
      this.#running = null;
    }
  }
}
