// The drafts of a session that are being written, or that could not be saved: a pane that closes
// leaves its text here until the core has it. It is memory only and goes with the session. No React
// here, and no wording.
import type { Core, NoteDraft } from '../../ipc';
import { DraftKeeper } from './DraftKeeper';

type Options = {
  core: Pick<Core, 'noteDraftSave'>;
  onSaved: (draft: NoteDraft) => void;
};

export class HeldDrafts {
  readonly #options: Options;
  readonly #keepers = new Map<string, DraftKeeper>();
  /** Those with a pane. */
  readonly #shown = new Set<DraftKeeper>();
  readonly #listeners = new Set<() => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** The draft of this chart that is not left yet. One that exists is newer than the core's. */
  find(chart: string): DraftKeeper | null {
    return this.#keepers.get(chart) ?? null;
  }

  /** For a pane; it is kept from `show` on. */
  make(chart: string, draft: NoteDraft | null): DraftKeeper {
    const keeper = new DraftKeeper({
      core: this.#options.core,
      chart,
      draft,
      onState: () => this.#changed(keeper),
      onSaved: this.#options.onSaved,
    });
    return keeper;
  }

  show(keeper: DraftKeeper): void {
    this.#shown.add(keeper);
    this.#keepers.set(keeper.chart, keeper);
    // What could not be saved is tried again when it is seen again.
    void keeper.flush();
  }

  /** The pane is gone; the text goes when it is saved. */
  leave(keeper: DraftKeeper): void {
    this.#shown.delete(keeper);
    void keeper.flush();
    this.#changed(keeper);
  }

  isUnsaved(chart: string): boolean {
    return this.find(chart)?.unsaved === true;
  }

  isAnyUnsaved(): boolean {
    return [...this.#keepers.values()].some((keeper) => keeper.unsaved);
  }

  async flush(chart: string): Promise<void> {
    await this.find(chart)?.flush();
  }

  async flushAll(): Promise<void> {
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.flush()));
  }

  /** By choice, after asking. */
  discard(chart: string): void {
    const keeper = this.find(chart);
    if (keeper === null) return;
    keeper.close();
    this.#keepers.delete(chart);
    this.#tell();
  }

  /** The session is over. Nobody is told: what was not saved then is not saved now either. */
  close(): void {
    for (const keeper of this.#keepers.values()) keeper.close();
    this.#keepers.clear();
  }

  subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  };

  #changed(keeper: DraftKeeper): void {
    const { chart } = keeper;
    const done = !keeper.unsaved && !this.#shown.has(keeper);
    if (done && this.#keepers.get(chart) === keeper) this.#keepers.delete(chart);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
