// Closing the window with the cross, Alt+F4 or the end of the desktop's session: what is typed is
// saved first, and only what cannot be is asked about.
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { CUTLER } from '../src/ipc/fake/ward';
import { aliceRow, fill, type Rendered, renderApp, renderChart } from './renderApp';

const exam = (): Promise<HTMLTextAreaElement> =>
  screen.findByTestId<HTMLTextAreaElement>('note-section-2');

const closeAsked = ({ core }: Rendered): void => act(() => core.emit('close-asked', null));

const closes = ({ core }: Rendered): Promise<void> =>
  waitFor(() => expect(core.calls).toContain('closeNow'));

/** Alice's chart with a note in front that nobody has saved yet. */
async function typedNote(): Promise<Rendered> {
  const rendered = await renderChart();
  await rendered.user.keyboard('{Alt>}n{/Alt}');
  fill(await exam(), 'Crackles');
  rendered.core.calls.length = 0;
  return rendered;
}

/** The same on a full disk, asked to close. */
async function refusedClosing(): Promise<Rendered> {
  const rendered = await typedNote();
  rendered.core.diskFull = true;
  closeAsked(rendered);
  await screen.findByRole('dialog', { name: /Close Charthold/ });
  return rendered;
}

describe('closing the window', () => {
  it('says at once that it was heard, saves what is typed, and closes', async () => {
    const rendered = await typedNote();
    const { core } = rendered;
    closeAsked(rendered);
    expect(core.calls[0], 'a page that says nothing is closed without a question').toBe('closeHeard');
    await closes(rendered);
    expect(core.calls.indexOf('noteDraftSave')).toBeGreaterThanOrEqual(0);
    expect(core.calls.indexOf('placeSave')).toBeGreaterThanOrEqual(0);
    expect(core.calls.indexOf('noteDraftSave')).toBeLessThan(core.calls.indexOf('closeNow'));
    const saved = await core.noteDraftLoad({ chart: CUTLER });
    expect(saved?.text.sections[2]?.text).toBe('Crackles');
  });

  it('asks nothing when nothing is typed', async () => {
    const rendered = renderApp({ unlocked: true });
    await aliceRow();
    closeAsked(rendered);
    await closes(rendered);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('asks before a note is lost, and stays when told to, with the caret where it was', async () => {
    const { core, user } = await refusedClosing();
    expect(core.calls, 'saving is tried first').toContain('noteDraftSave');
    expect(core.calls).not.toContain('closeNow');
    await user.click(screen.getByRole('button', { name: 'Keep the window' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect((await exam()).value).toBe('Crackles');
    expect(document.activeElement?.closest('[data-region=pane]')).not.toBeNull();
  });

  it('asks before vitals are lost that are half typed', async () => {
    const rendered = await renderChart();
    await rendered.user.keyboard('{Alt>}v{/Alt}');
    fill(await screen.findByLabelText('SpO₂'), '92');
    rendered.core.diskFull = true;
    closeAsked(rendered);
    expect(await screen.findByRole('dialog')).toBeTruthy();
    expect(rendered.core.calls).not.toContain('closeNow');
  });

  it('says on a full disk that unlocking needs space, too', async () => {
    await refusedClosing();
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(/The disk is full.*unlocking/)).toBeTruthy();
  });

  it('closes when told to lose it', async () => {
    const rendered = await refusedClosing();
    await rendered.user.click(screen.getByTestId('close-and-lose'));
    await closes(rendered);
  });

  it('is heard, and does not close, when asked again while it asks', async () => {
    const rendered = await refusedClosing();
    const { core } = rendered;
    core.calls.length = 0;
    closeAsked(rendered);
    expect(core.calls).toContain('closeHeard');
    await waitFor(() => expect(core.calls).toContain('noteDraftSave'));
    await screen.findByRole('dialog');
    await Promise.resolve();
    expect(core.calls).not.toContain('closeNow');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  });

  it('closes when asked again and there is space', async () => {
    const rendered = await refusedClosing();
    rendered.core.diskFull = false;
    closeAsked(rendered);
    await closes(rendered);
  });

  it('asks about a save that hangs: nothing presses, and it may still end', async () => {
    const rendered = await typedNote();
    rendered.core.noteDraftSave = () => new Promise(() => undefined);
    closeAsked(rendered);
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/could not be saved/)).toBeTruthy();
  });

  it('leaves no question on the lock screen', async () => {
    const { core } = await refusedClosing();
    core.lockNow('inactivity');
    await screen.findByTestId('lock-screen');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('a lock that nobody asked for here', () => {
  it('saves what is typed and the place, and says so', async () => {
    const { core } = await typedNote();
    act(() => core.emit('save-asked', null));
    await waitFor(() => expect(core.calls).toContain('pageSaved'));
    for (const saved of ['noteDraftSave', 'placeSave']) {
      expect(core.calls).toContain(saved);
      expect(core.calls.indexOf(saved)).toBeLessThan(core.calls.indexOf('pageSaved'));
    }
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('says so on a full disk, too, and asks nothing', async () => {
    const { core } = await typedNote();
    core.diskFull = true;
    act(() => core.emit('save-asked', null));
    await waitFor(() => expect(core.calls).toContain('pageSaved'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
