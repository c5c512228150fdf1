// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DraftText, NoteDraft } from '../../ipc';
import { DraftKeeper, LONGEST_MS, type SaveState, STILL_MS } from './DraftKeeper';

const text = (words: string): DraftText => ({
  title: 'Progress note',
  sections: [{ heading: 'Exam', text: words }],
});

function kept(draft: Pick<NoteDraft, 'draft' | 'chart' | 'text' | 'savedAtMs'>): NoteDraft {
  return { ...draft, elsewhere: false, station: null, versions: [] };
}

/** A core that answers when told. */
function slowCore() {
  const saves: { words: string; draft: string | null; answer: () => void; refuse: () => void }[] = [];
  const noteDraftSave = vi.fn(
    (request: { chart: string; draft: string | null; text: DraftText }) =>
      new Promise<NoteDraft>((resolve, reject) => {
        saves.push({
          words: request.text.sections[0]?.text ?? '',
          draft: request.draft,
          answer: () =>
            resolve(kept({ draft: 'd1', chart: request.chart, text: request.text, savedAtMs: 5 })),
          refuse: () => reject(new Error('disk')),
        });
      }),
  );
  return { core: { noteDraftSave }, saves };
}

function setUp() {
  const { core, saves } = slowCore();
  const states: SaveState['kind'][] = [];
  const keeper = new DraftKeeper({
    core,
    chart: 'c1',
    draft: null,
    onState: (state) => states.push(state.kind),
    onSaved: () => undefined,
  });
  return { keeper, saves, states };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft', () => {
  it('is saved one second after typing stops', () => {
    const { keeper, saves } = setUp();
    keeper.changed(text('a'));
    vi.advanceTimersByTime(STILL_MS - 1);
    expect(saves).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(saves.map((save) => save.words)).toEqual(['a']);
  });

  it('is saved after ten seconds although typing goes on', () => {
    const { keeper, saves } = setUp();
    for (let typed = 0; typed < LONGEST_MS; typed += 500) {
      keeper.changed(text(`${typed}`));
      vi.advanceTimersByTime(500);
    }
    expect(saves.map((save) => save.words)).toEqual([`${LONGEST_MS - 500}`]);
  });

  it('is saved at once when asked, and once only', async () => {
    const { keeper, saves, states } = setUp();
    keeper.changed(text('a'));
    const flushed = keeper.flush();
    saves[0]?.answer();
    await flushed;
    await vi.advanceTimersByTimeAsync(LONGEST_MS * 2);
    expect(saves).toHaveLength(1);
    expect(states).toEqual(['unsaved', 'saving', 'saved']);
    expect(keeper.draft).toBe('d1');
  });

  it('never saves older text over newer, and keeps one id', async () => {
    const { keeper, saves } = setUp();
    keeper.changed(text('old'));
    const first = keeper.flush();
    keeper.changed(text('new'));
    const second = keeper.flush();
    expect(saves, 'the second waits for the first').toHaveLength(1);
    saves[0]?.answer();
    await first;
    await vi.advanceTimersByTimeAsync(0);
    saves[1]?.answer();
    await second;
    expect(saves.map(({ words, draft }) => [words, draft])).toEqual([
      ['old', null],
      ['new', 'd1'],
    ]);
  });

  it('is tried again after a refusal, with the text kept', async () => {
    const { keeper, saves, states } = setUp();
    keeper.changed(text('a'));
    const flushed = keeper.flush();
    saves[0]?.refuse();
    await flushed;
    expect(states.at(-1)).toBe('failed');
    await vi.advanceTimersByTimeAsync(LONGEST_MS);
    expect(saves.map((save) => save.words)).toEqual(['a', 'a']);
  });

  it('is unsaved from the first key until it is saved, refusals included', async () => {
    const { keeper, saves } = setUp();
    expect(keeper.unsaved, 'nothing is typed').toBe(false);
    keeper.changed(text('a'));
    const refused = keeper.flush();
    saves[0]?.refuse();
    await refused;
    expect(keeper.unsaved).toBe(true);
    const saved = keeper.flush();
    saves[1]?.answer();
    await saved;
    expect(keeper.unsaved).toBe(false);
    expect(keeper.text, 'it is still what is shown').toEqual(text('a'));
  });

  it('goes on being saved when it was not discarded after all', async () => {
    const { keeper, saves } = setUp();
    keeper.changed(text('a'));
    keeper.close();
    keeper.reopen();
    vi.advanceTimersByTime(STILL_MS);
    expect(saves.map((save) => save.words)).toEqual(['a']);
  });

  it('is not saved again once it is closed', async () => {
    const { keeper, saves } = setUp();
    keeper.changed(text('a'));
    keeper.close();
    await vi.advanceTimersByTimeAsync(LONGEST_MS);
    await keeper.flush();
    expect(saves).toHaveLength(0);
  });
});
