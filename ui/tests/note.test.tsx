import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { momentOf } from '../src/design/format';
import { DRAFT_APART, DRAFT_FROM_ELSEWHERE } from '../src/ipc/fake/drafts';
import { failure } from '../src/ipc/fake/failures';
import { CUTLER } from '../src/ipc/fake/ward';
import { fill, inPane, renderChart } from './renderApp';

const state = (): string => screen.getByTestId('note-save-state').textContent ?? '';

describe('a progress note', () => {
  it('continues the draft of this chart', async () => {
    const { user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    const plan = await screen.findByTestId<HTMLTextAreaElement>('note-section-0');
    expect(plan.value).toContain('Community-acquired pneumonia');
    expect(state()).toBe('saved 14:31');
  });

  it('saves by itself and says so by the title', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await screen.findByTestId('note-section-2'), 'Clear');
    expect(state()).toBe('not saved yet');
    await waitFor(() => expect(state()).toBe('saved 14:32'));
    const draft = await core.noteDraftLoad({ chart: CUTLER });
    expect(draft?.text.sections[2]?.text).toBe('Clear');
  });

  it('saves at once when the field is left', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await screen.findByTestId('note-section-2'), 'Clear');
    await user.click(screen.getByTestId('note-section-0'));
    expect(core.calls).toContain('noteDraftSave');
  });

  it('saves when it is closed and when another chart comes in front', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await screen.findByTestId('note-section-2'), 'Clear');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(core.calls).toContain('noteDraftSave'));
    const draft = await core.noteDraftLoad({ chart: CUTLER });
    expect(draft?.text.sections[2]?.text).toBe('Clear');
  });

  it('shows a save that failed and keeps the text', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    const exam = await screen.findByTestId<HTMLTextAreaElement>('note-section-2');
    core.diskFull = true;
    fill(exam, 'Clear');
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(state()).toBe('not saved'));
    expect(inPane().getByText(/The disk is full/)).toBeTruthy();
    expect(exam.value).toBe('Clear');
  });

  it('is reviewed whole, then signed by a button with the patient on it', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await screen.findByTestId('note-section-2'), 'Clear lungs');
    await user.keyboard('{Control>}{Enter}{/Control}');
    const sign = await screen.findByTestId('confirm-sign');
    expect(sign.textContent).toContain('Sign note for CUTLER, Alice');
    expect(within(screen.getByRole('dialog')).getByText('Clear lungs')).toBeTruthy();
    fireEvent.keyDown(sign, { key: 'Enter', ctrlKey: true, repeat: true });
    expect(core.calls, 'a key held down since the pane does not sign').not.toContain('noteSign');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    expect(core.calls.indexOf('noteDraftSave')).toBeLessThan(core.calls.indexOf('noteSign'));
    await user.keyboard('gn');
    const rows = await screen.findAllByTestId('note-row');
    expect(rows[0]?.textContent).toContain('Signed');
    expect(rows[0]?.textContent).toContain('to send');
  });

  it('is not signed when it is blank', async () => {
    const { core, user } = await renderChart();
    await core.noteDraftDiscard({ chart: CUTLER, draft: 'draft-1' });
    await user.keyboard('{Alt>}n{/Alt}');
    await screen.findByTestId('note-section-0');
    expect(state()).toBe('nothing written yet');
    await user.click(screen.getByTestId('sign-note'));
    expect(inPane().getByText('Write something before signing.')).toBeTruthy();
    expect(core.calls).not.toContain('noteSign');
  });

  it('is discarded only after asking', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    await screen.findByTestId('note-section-0');
    await user.click(inPane().getByRole('button', { name: 'Discard draft' }));
    const dialog = screen.getByRole('dialog');
    expect(core.calls).not.toContain('noteDraftDiscard');
    await user.click(within(dialog).getByRole('button', { name: 'Discard draft' }));
    await waitFor(() => expect(core.calls).toContain('noteDraftDiscard'));
    await waitFor(() => expect(screen.queryByLabelText('unsigned draft')).toBeNull());
  });
});

describe('a note that was written elsewhere', () => {
  it('says where and when until it is saved here', async () => {
    const { user } = await renderChart({ draft: DRAFT_FROM_ELSEWHERE });
    await user.keyboard('{Alt>}n{/Alt}');
    const exam = await screen.findByTestId('note-section-2');
    expect(state()).toBe(`written at WS-4B-07, ${momentOf(DRAFT_FROM_ELSEWHERE.savedAtMs)}`);
    expect(screen.queryByTestId('draft-versions')).toBeNull();
    fill(exam, 'Clear');
    await waitFor(() => expect(state()).toBe('saved 14:32'));
  });

  it('and here shows both texts, and is put together', async () => {
    const { core, user } = await renderChart({ draft: DRAFT_APART });
    await user.keyboard('{Alt>}n{/Alt}');
    const apart = within(await screen.findByTestId('draft-versions'));
    expect(apart.getByText(/^WS-4B-07, .*14:02$/)).toBeTruthy();
    expect(apart.getByText(/Crackles at both bases/)).toBeTruthy();
    const plan = screen.getByTestId<HTMLTextAreaElement>('note-section-0');
    expect(plan.value, 'the one that is gone on with is whole').toContain('Heart failure');
    fill(screen.getByTestId('note-section-1'), 'Slept well.');
    await user.click(apart.getByTestId('draft-join'));
    await waitFor(() => expect(screen.queryByTestId('draft-versions')).toBeNull());
    expect(core.calls.indexOf('noteDraftSave')).toBeLessThan(core.calls.indexOf('noteDraftSettle'));
    const written = [0, 1, 2].map(
      (index) => screen.getByTestId<HTMLTextAreaElement>(`note-section-${index}`).value,
    );
    expect(written[0]).toMatch(/Heart failure[^]*Ask cardiology/);
    expect(written[1]).toBe('Slept well.');
    expect(written[2]).toBe('Crackles at both bases.');
  });

  it('stays as it is when that cannot be settled', async () => {
    const { core, user } = await renderChart({ draft: DRAFT_APART });
    await user.keyboard('{Alt>}n{/Alt}');
    const apart = within(await screen.findByTestId('draft-versions'));
    core.failNext.set('noteDraftSettle', failure('disk-full', 'The disk is full.'));
    await user.click(apart.getByTestId('draft-take'));
    expect(await inPane().findByText(/The disk is full/)).toBeTruthy();
    expect(screen.getByTestId('draft-versions')).toBeTruthy();
  });
});

describe('signed notes', () => {
  it('are read in place and take an addendum', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('gn');
    const [first] = await screen.findAllByTestId('note-row');
    if (first === undefined) throw new Error('no note');
    await user.click(first);
    expect(await screen.findByText(/Heart failure: net/)).toBeTruthy();
    await user.click(screen.getByTestId('add-addendum'));
    fill(await screen.findByTestId('addendum-text'), 'Cultures negative');
    await user.click(screen.getByRole('button', { name: /Sign addendum for CUTLER, Alice/ }));
    await waitFor(() => expect(core.calls).toContain('noteAddendum'));
    const rows = await screen.findAllByTestId('note-row');
    await waitFor(() => expect(rows.length).toBeGreaterThan(3));
    expect(await screen.findByText('Cultures negative')).toBeTruthy();
  });

  it('entered in error take none', async () => {
    const { user } = await renderChart();
    await user.keyboard('gn');
    const rows = await screen.findAllByTestId('note-row');
    const wrong = rows.find((row) => row.dataset['state'] === 'enteredInError');
    if (wrong === undefined) throw new Error('no such note');
    await user.click(wrong);
    await screen.findByRole('article');
    expect(screen.queryByTestId('add-addendum')).toBeNull();
  });
});
