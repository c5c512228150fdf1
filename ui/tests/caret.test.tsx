// Where the caret is when a note comes in front: a person goes on writing, and does not look for the place.
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { putCaret } from '../src/design';
import { CUTLER } from '../src/ipc/fake/ward';
import { fill, inPane, type Rendered, renderChart } from './renderApp';

const section = (number: number): Promise<HTMLTextAreaElement> =>
  screen.findByTestId<HTMLTextAreaElement>(`note-section-${number}`);

const hasCaret = (field: HTMLTextAreaElement, at: number): Promise<void> =>
  waitFor(() => {
    expect(document.activeElement).toBe(field);
    expect([field.selectionStart, field.selectionEnd]).toEqual([at, at]);
  });

/** Alice's chart with her draft in front, as Alt+N opens it. */
async function openedNote(): Promise<Rendered> {
  const rendered = await renderChart();
  await rendered.user.keyboard('{Alt>}n{/Alt}');
  await section(0);
  return rendered;
}

describe('a draft that is opened again', () => {
  it('has the caret at the end of its text', async () => {
    await openedNote();
    const history = await section(1);
    expect(history.value.length).toBeGreaterThan(0);
    await hasCaret(history, history.value.length);
  });

  it('has the caret in its first section when nothing is written', async () => {
    const { core, user } = await renderChart();
    await core.noteDraftDiscard({ chart: CUTLER, draft: 'draft-1' });
    await user.keyboard('{Alt>}n{/Alt}');
    await hasCaret(await section(0), 0);
  });

  it('has the caret where it was when its pane was closed', async () => {
    const { user } = await openedNote();
    const plan = await section(0);
    await user.click(plan);
    plan.setSelectionRange(7, 7);
    await user.keyboard('{ArrowRight}');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    await user.keyboard('{Alt>}n{/Alt}');
    await hasCaret(await section(0), 8);
  });
});

it('a new note begins in its first section, wherever the caret was in the last one', async () => {
  const { user } = await openedNote();
  await user.type(await section(2), 'Crackles');
  await user.click(inPane().getByRole('button', { name: 'Discard draft' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Discard draft' }));
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
  await user.keyboard('{Alt>}n{/Alt}');
  await hasCaret(await section(0), 0);
});

describe('a note that is in front already', () => {
  it('takes the focus by Alt+N, at the end of its text', async () => {
    const { user } = await openedNote();
    const history = await section(1);
    await user.click(screen.getByRole('tab', { name: /Results/ }));
    expect(document.activeElement).not.toBe(history);
    await user.keyboard('{Alt>}n{/Alt}');
    await hasCaret(history, history.value.length);
  });

  it('takes the focus by its button in the chart', async () => {
    const { user } = await openedNote();
    await user.click(screen.getByTestId('new-note'));
    const history = await section(1);
    await hasCaret(history, history.value.length);
  });

  it('takes the focus by the command in the palette', async () => {
    const { user } = await openedNote();
    await user.click(screen.getByRole('tab', { name: /Results/ }));
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByTestId('palette-input'), 'write a note{Enter}');
    const history = await section(1);
    await hasCaret(history, history.value.length);
  });

  it('keeps the caret that is in it', async () => {
    const { user } = await openedNote();
    const exam = await section(2);
    fill(exam, 'Crackles');
    exam.focus();
    exam.setSelectionRange(3, 3);
    await user.keyboard('{Alt>}n{/Alt}');
    await hasCaret(exam, 3);
  });
});

it('a place in a text that changed since is its end: nothing is typed into the middle of a word', () => {
  const field = document.createElement('textarea');
  field.id = 'changed';
  field.value = 'no pain, no fever';
  document.body.append(field);
  putCaret({ field: 'changed', at: 7, of: 17 });
  expect(field.selectionStart).toBe(7);
  putCaret({ field: 'changed', at: 7, of: 7 });
  expect(field.selectionStart).toBe(17);
  field.remove();
});
