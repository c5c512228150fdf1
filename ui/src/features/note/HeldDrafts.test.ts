// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftText, NoteDraft } from '../../ipc';
import { LONGEST_MS } from './DraftKeeper';
import { HeldDrafts } from './HeldDrafts';

const CHART = 'c1';

const text: DraftText = { title: 'Progress note', sections: [{ heading: 'Exam', text: 'a' }] };

const saved: NoteDraft = {
  draft: 'd1',
  chart: CHART,
  text,
  savedAtMs: 5,
  elsewhere: false,
  station: null,
  versions: [],
};

function setUp(noteDraftSave: () => Promise<NoteDraft>) {
  const save = vi.fn(noteDraftSave);
  const drafts = new HeldDrafts({ core: { noteDraftSave: save }, onSaved: () => undefined });
  const keeper = drafts.make(CHART, null);
  drafts.show(keeper);
  keeper.changed(text);
  return { drafts, keeper, save };
}

const refused = (): Promise<NoteDraft> => Promise.reject(new Error('disk'));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft whose pane is left', () => {
  it('is found until it is saved, and then it is the core that has it', async () => {
    let answer: (draft: NoteDraft) => void = () => undefined;
    const { drafts, keeper } = setUp(() => new Promise((resolve) => (answer = resolve)));
    drafts.leave(keeper);
    expect(drafts.find(CHART), 'the core still has the older text').toBe(keeper);
    answer(saved);
    await vi.advanceTimersByTimeAsync(0);
    expect(drafts.find(CHART)).toBeNull();
  });

  it('is held and tried again when it could not be saved', async () => {
    const { drafts, keeper, save } = setUp(refused);
    drafts.leave(keeper);
    await vi.advanceTimersByTimeAsync(LONGEST_MS);
    expect(drafts.isUnsaved(CHART)).toBe(true);
    expect(save).toHaveBeenCalledTimes(2);
    save.mockResolvedValue(saved);
    await vi.advanceTimersByTimeAsync(LONGEST_MS);
    expect(drafts.isAnyUnsaved()).toBe(false);
  });

  it('stays the draft of its pane when that opened again before the save ended', async () => {
    let answer: (draft: NoteDraft) => void = () => undefined;
    const { drafts, keeper } = setUp(() => new Promise((resolve) => (answer = resolve)));
    drafts.leave(keeper);
    drafts.show(keeper);
    answer(saved);
    await vi.advanceTimersByTimeAsync(0);
    expect(drafts.find(CHART)).toBe(keeper);
  });

  it('is tried no more once it is discarded or the session is over', async () => {
    for (const end of ['discard', 'close'] as const) {
      const { drafts, keeper, save } = setUp(refused);
      drafts.leave(keeper);
      await vi.advanceTimersByTimeAsync(0);
      if (end === 'discard') drafts.discard(CHART);
      else drafts.close();
      await vi.advanceTimersByTimeAsync(LONGEST_MS * 2);
      expect(save, end).toHaveBeenCalledTimes(1);
      expect(drafts.isAnyUnsaved(), end).toBe(false);
    }
  });
});
