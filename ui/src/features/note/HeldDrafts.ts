// The drafts of a session that are being written, or that could not be saved: a pane that closes
// leaves its text here until the core has it. It is memory only and goes with the session. No React
// here, and no wording.
import type { Caret } from '../../design';
import type { Core, FailureCode, NoteDraft } from '../../ipc';
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
  /** Where somebody was typing, by chart. */
  readonly #carets = new Map<string, Caret>();
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

  /** Why the last save of something held was refused. */
  refusal(): FailureCode | null {
    const refused = [...this.#keepers.values()].map((keeper) => keeper.refusal?.code ?? null);
    return refused.find((code) => code !== null) ?? null;
  }

  /** The chart of a draft that was refused and whose pane is gone: nothing else on the screen says so. */
  findLeftRefused(): string | null {
    const left = [...this.#keepers.values()].filter((keeper) => !this.#shown.has(keeper));
    return left.find((keeper) => keeper.refusal !== null)?.chart ?? null;
  }

  keepCaret(chart: string, caret: Caret): void {
    this.#carets.set(chart, caret);
  }

  caretOf(chart: string): Caret | null {
    return this.#carets.get(chart) ?? null;
  }

  async flush(chart: string): Promise<void> {
    await this.find(chart)?.flush();
  }

  async flushAll(): Promise<void> {
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.flush()));
  }

  /** By choice, after asking; or signed. */
  discard(chart: string): void {
    const keeper = this.find(chart);
    if (keeper === null) return;
    keeper.close();
    this.#keepers.delete(chart);
    this.#carets.delete(chart);
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
