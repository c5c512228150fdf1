// What is typed while the disk is full: nothing of it goes without a word, wherever the person turns.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { failure } from '../src/ipc/fake/failures';
import { PASSWORD } from '../src/ipc/fake/people';
import { CUTLER } from '../src/ipc/fake/ward';
import { fill, inPane, type Rendered, renderChart } from './renderApp';

const state = (): string => screen.getByTestId('note-save-state').textContent ?? '';

const exam = (): Promise<HTMLTextAreaElement> =>
  screen.findByTestId<HTMLTextAreaElement>('note-section-2');

const notSaved = (): Promise<void> => waitFor(() => expect(state()).toBe('not saved'));

async function savedExam({ core }: Rendered): Promise<string | undefined> {
  return (await core.noteDraftLoad({ chart: CUTLER }))?.text.sections[2]?.text;
}

/** Alice's chart with a note in front that a full disk refused; no draft was there before. */
async function refusedNote(): Promise<Rendered> {
  const rendered = await renderChart();
  const { core, user } = rendered;
  await core.noteDraftDiscard({ chart: CUTLER, draft: 'draft-1' });
  core.diskFull = true;
  await user.keyboard('{Alt>}n{/Alt}');
  fill(await exam(), 'Crackles');
  await user.keyboard('{Control>}s{/Control}');
  await notSaved();
  return rendered;
}

/** Alice's chart with vitals in front that a full disk refused. */
async function refusedVitals(): Promise<Rendered> {
  const rendered = await renderChart();
  rendered.core.diskFull = true;
  await rendered.user.keyboard('{Alt>}v{/Alt}');
  fill(await screen.findByLabelText('SpO₂'), '92');
  await rendered.user.click(screen.getByTestId('save-partial'));
  await inPane().findByText(/The disk is full/);
  return rendered;
}

const spo2 = (): Promise<HTMLInputElement> => screen.findByLabelText<HTMLInputElement>('SpO₂');

async function unlock({ user }: Rendered): Promise<void> {
  await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
  await screen.findByTestId('frame');
}

describe('a note that could not be saved', () => {
  it('is there again, as not saved, after Esc closed the pane', async () => {
    const rendered = await refusedNote();
    const { core, user } = rendered;
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(screen.getByLabelText('unsigned draft'), 'its tab says so meanwhile').toBeTruthy();
    core.calls.length = 0;
    await user.keyboard('{Alt>}n{/Alt}');
    expect((await exam()).value).toBe('Crackles');
    await notSaved();
    expect(core.calls, 'opening the pane tries again').toContain('noteDraftSave');
    core.diskFull = false;
    fill(await exam(), 'Crackles, left');
    await waitFor(() => expect(state()).toMatch(/^saved/));
    expect(await savedExam(rendered)).toBe('Crackles, left');
  });

  it('is named in a line while its pane is closed, which opens it again', async () => {
    const { core, user } = await refusedNote();
    expect(screen.queryByTestId('note-strip'), 'the pane says so itself').toBeNull();
    await user.keyboard('{Escape}');
    const strip = await screen.findByTestId('note-strip');
    expect(strip.textContent).toContain('The note for CUTLER, Alice is not saved.');
    expect(strip.textContent).toContain('Free some space');
    await user.keyboard('{Alt>}1{/Alt}');
    expect(screen.getByTestId('note-strip'), 'on the ward, too').toBeTruthy();
    await user.click(within(strip).getByRole('button', { name: 'Open the note' }));
    expect((await exam()).value).toBe('Crackles');
    expect(screen.queryByTestId('note-strip')).toBeNull();

    await user.keyboard('{Escape}');
    await screen.findByTestId('note-strip');
    core.diskFull = false;
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(screen.queryByTestId('note-strip')).toBeNull());
  });

  it('is not named in a line while it is only being saved', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await exam(), 'Crackles');
    core.noteDraftSave = () => new Promise(() => undefined);
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(screen.queryByTestId('note-strip')).toBeNull();
  });

  it('is there again after the vitals took its place', async () => {
    const { user } = await refusedNote();
    await user.keyboard('{Alt>}v{/Alt}');
    await screen.findByTestId('save-vitals');
    await user.keyboard('{Alt>}n{/Alt}');
    expect((await exam()).value).toBe('Crackles');
    await notSaved();
  });

  it('is saved by opening the pane once there is space', async () => {
    const rendered = await refusedNote();
    await rendered.user.keyboard('{Escape}');
    rendered.core.diskFull = false;
    await rendered.user.keyboard('{Alt>}n{/Alt}');
    expect((await exam()).value).toBe('Crackles');
    await waitFor(() => expect(state()).toMatch(/^saved/));
    expect(await savedExam(rendered)).toBe('Crackles');
  });

  it('is saved by Ctrl+S although its pane is closed', async () => {
    const rendered = await refusedNote();
    await rendered.user.keyboard('{Escape}');
    rendered.core.diskFull = false;
    await rendered.user.keyboard('{Control>}s{/Control}');
    await waitFor(async () => expect(await savedExam(rendered)).toBe('Crackles'));
  });

  it('is not closed by "Save and close" before it is saved', async () => {
    const rendered = await refusedNote();
    const { core, user } = rendered;
    await user.click(inPane().getByRole('button', { name: 'Save and close' }));
    await notSaved();
    expect((await exam()).value, 'the pane stays').toBe('Crackles');
    expect(inPane().getByText(/The disk is full/)).toBeTruthy();
    core.diskFull = false;
    await user.click(inPane().getByRole('button', { name: 'Save and close' }));
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    expect(await savedExam(rendered)).toBe('Crackles');
  });

  it('is not spoken of as if it were saved', async () => {
    await refusedNote();
    expect(inPane().getByText(/What you typed is not saved/)).toBeTruthy();
    expect(inPane().getByText(/Free some space/)).toBeTruthy();
    expect(inPane().queryByText(/Nothing that was saved is lost/)).toBeNull();
  });

  it('makes closing its chart ask, whatever the pane shows', async () => {
    const { user } = await refusedNote();
    const close = screen.getByRole('button', { name: 'Close chart of CUTLER, Alice' });
    await user.keyboard('{Escape}');
    await user.click(close);
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/note/)).toBeTruthy();
    await user.click(within(dialog).getByRole('button', { name: 'Keep editing' }));
    await user.keyboard('{Alt>}n{/Alt}');
    expect((await exam()).value).toBe('Crackles');

    await user.click(close);
    await user.click(await screen.findByRole('button', { name: 'Close and discard' }));
    await waitFor(() => expect(screen.queryByTestId('chart-tab')).toBeNull());
  });

  it('does not make closing its chart ask once it can be saved', async () => {
    const rendered = await refusedNote();
    rendered.core.diskFull = false;
    await rendered.user.keyboard('{Control>}w{/Control}');
    await waitFor(() => expect(screen.queryByTestId('chart-tab')).toBeNull());
    expect(await savedExam(rendered)).toBe('Crackles');
  });

  it('is not signed as the older text that was saved', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    const field = await exam();
    core.diskFull = true;
    fill(field, 'Crackles');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await notSaved();
    expect(screen.queryByRole('dialog'), 'what is signed is the draft of the core').toBeNull();
  });

  it('goes on being saved when the draft could not be discarded', async () => {
    const rendered = await renderChart();
    const { core, user } = rendered;
    await user.keyboard('{Alt>}n{/Alt}');
    await exam();
    core.diskFull = true;
    await user.click(inPane().getByRole('button', { name: 'Discard draft' }));
    const dialog = screen.getByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Discard draft' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    core.diskFull = false;
    fill(await exam(), 'Crackles');
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(async () => expect(await savedExam(rendered)).toBe('Crackles'));
  });
});

describe('locking with something that could not be saved', () => {
  it('asks once, and stays when told to', async () => {
    const { core, user } = await refusedVitals();
    await user.keyboard('{Control>}l{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(core.calls, 'saving is tried first').toContain('placeSave');
    expect(core.calls).not.toContain('lock');
    await user.click(within(dialog).getByRole('button', { name: 'Stay' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect((await spo2()).value).toBe('92');
  });

  it('says on a full disk that unlocking needs space, too', async () => {
    const { user } = await refusedVitals();
    await user.keyboard('{Control>}l{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/The disk is full.*unlocking/)).toBeTruthy();
  });

  it('does not speak of the disk when something else refused the save', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    core.failNext.set('noteDraftSave', failure('internal', 'Charthold could not finish that.'));
    fill(await exam(), 'Crackles');
    await user.keyboard('{Control>}l{/Control}');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).queryByText(/disk/)).toBeNull();
  });

  it('locks when told to lose it, claims no saved draft, and does not tell it again', async () => {
    const rendered = await refusedVitals();
    const { core, user } = rendered;
    await user.click(screen.getByTestId('lock'));
    await user.click(await screen.findByTestId('lock-and-lose'));
    const shut = await screen.findByTestId('lock-screen');
    expect(shut.textContent).toContain('What was typed last was not saved.');
    expect(shut.textContent).not.toContain('It opens where you left it.');
    core.diskFull = false;
    await unlock(rendered);
    expect(screen.queryByTestId('lost-strip')).toBeNull();
  });

  it('locks at the second Ctrl+L, though not at a key held down', async () => {
    const { core, user } = await refusedNote();
    await user.keyboard('{Control>}l{/Control}');
    const dialog = await screen.findByRole('dialog');
    dialog.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'l', ctrlKey: true, repeat: true, bubbles: true }),
    );
    await Promise.resolve();
    expect(core.calls).not.toContain('lock');
    await user.keyboard('{Control>}l{/Control}');
    expect(await screen.findByTestId('lock-screen')).toBeTruthy();
  });

  it('asks nothing once it can be saved, and gives it back', async () => {
    const rendered = await refusedVitals();
    rendered.core.diskFull = false;
    await rendered.user.keyboard('{Control>}l{/Control}');
    await unlock(rendered);
    expect((await spo2()).value).toBe('92');
    expect(screen.queryByTestId('lost-strip'), 'nothing was lost').toBeNull();
  });

  it('waits for the place that is being saved', async () => {
    const { core, user } = await renderChart();
    let answer: (saved: null) => void = () => undefined;
    const asked = vi.fn(() => new Promise<null>((resolve) => (answer = resolve)));
    core.placeSave = asked;
    await user.keyboard('{Alt>}v{/Alt}');
    fill(await spo2(), '92');
    await waitFor(() => expect(asked).toHaveBeenCalled());
    await user.keyboard('{Control>}l{/Control}');
    expect(core.calls, 'its answer may be that the vitals are not saved').not.toContain('lock');
    core.placeSave = () => Promise.resolve(null);
    answer(null);
    expect(await screen.findByTestId('lock-screen')).toBeTruthy();
  });

  it('does not wait for a save that hangs', async () => {
    const { core, user } = await refusedNote();
    core.noteDraftSave = () => new Promise(() => undefined);
    await user.keyboard('{Control>}l{/Control}');
    expect(await screen.findByTestId('lock-screen')).toBeTruthy();
  });

  it.each([
    ['a note', refusedNote],
    ['vitals', refusedVitals],
  ])('by inactivity tells its person after unlocking, and keeps no word of it (%s)', async (_, refused) => {
    const rendered = await refused();
    const { core, user } = rendered;
    core.lockNow('inactivity');
    await screen.findByTestId('lock-screen');
    expect({ ...sessionStorage }, 'the fact alone').toEqual({ 'charthold.unsaved.pnair': 'held' });
    core.diskFull = false;
    await unlock(rendered);
    const strip = await screen.findByTestId('lost-strip');
    expect(strip.textContent).toContain('could not be saved');
    await user.click(within(strip).getByRole('button'));
    expect(screen.queryByTestId('lost-strip')).toBeNull();

    core.lockNow('inactivity');
    await unlock(rendered);
    expect(screen.queryByTestId('lost-strip'), 'told once').toBeNull();
  });

  it('by inactivity is not told to somebody else', async () => {
    const { core, user } = await refusedNote();
    core.lockNow('inactivity');
    await user.click(await screen.findByText('Someone else'));
    await user.type(screen.getByLabelText('Username'), 'tberg');
    await user.type(screen.getByLabelText('Password'), `${PASSWORD}{Enter}`);
    await screen.findByTestId('frame');
    expect(screen.queryByTestId('lost-strip')).toBeNull();
  });

  it('is warned of as a loss', async () => {
    const { core } = await refusedNote();
    core.warn(58);
    const strip = await screen.findByTestId('lock-strip');
    expect(strip.textContent).toContain('not saved');
    expect(strip.textContent).not.toContain('What you wrote is saved');
    expect(strip.textContent).not.toContain('0 minutes');
  });
});
