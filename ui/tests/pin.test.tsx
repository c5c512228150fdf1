// A PIN on the lock screen and in the settings; and a password that is changed there.
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Scene } from '../src/ipc/fake/FakeCore';
import { CODE, PASSWORD, PIN } from '../src/ipc/fake/people';
import { aliceRow, fill, type Rendered, renderApp, renderChart } from './renderApp';

const problem = (): string => screen.getByTestId('unlock-problem').textContent ?? '';

/** The settings sheet, as the palette opens it. */
async function settings(scene: Scene = {}): Promise<Rendered> {
  const rendered = await renderChart(scene);
  const { user } = rendered;
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByTestId('palette-input'), 'open settings{Enter}');
  await screen.findByRole('heading', { name: 'Settings' });
  return rendered;
}

function type(fields: Record<string, string>): void {
  for (const [label, value] of Object.entries(fields)) fill(screen.getByLabelText(label), value);
}

describe('the lock screen of somebody with a PIN', () => {
  it('asks for it, and nothing else', async () => {
    const { user } = renderApp({ pin: 'set' });
    const field = await screen.findByLabelText<HTMLInputElement>('PIN');
    expect(document.activeElement).toBe(field);
    expect([field.type, field.inputMode]).toEqual(['password', 'numeric']);
    expect(screen.queryByLabelText('Password')).toBeNull();
    await user.keyboard(`${PIN}{Enter}`);
    await aliceRow();
  });

  it('says how many tries are left, then asks for the password and says why', async () => {
    const { core, user } = renderApp({ pin: 'set' });
    const field = await screen.findByLabelText<HTMLInputElement>('PIN');
    await user.keyboard('{Enter}');
    expect(problem()).toMatch(/Enter your PIN/);
    expect(core.calls).not.toContain('pinUnlock');
    await user.keyboard('246801{Enter}');
    await waitFor(() => expect(problem()).toMatch(/Two tries are left/));
    expect([field.value, document.activeElement]).toEqual(['', field]);
    await user.keyboard('246802{Enter}');
    await waitFor(() => expect(problem()).toMatch(/One try is left/));
    await user.keyboard('246803{Enter}');
    const password = await screen.findByLabelText('Password');
    expect(document.activeElement).toBe(password);
    expect(problem()).toMatch(/cannot be used any more/);
    expect(screen.queryByRole('button', { name: 'Use PIN' })).toBeNull();
    await user.keyboard(`${PASSWORD}{Enter}`);
    await aliceRow();
  });

  it('takes the password for the asking, and the PIN again', async () => {
    const { user } = renderApp({ pin: 'set' });
    await user.click(await screen.findByRole('button', { name: 'Use password' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
    expect(screen.queryByTestId('unlock-problem')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Use PIN' }));
    expect(document.activeElement).toBe(screen.getByLabelText('PIN'));
  });

  it('asks somebody else for their password', async () => {
    const { user } = renderApp({ pin: 'set' });
    await user.click(await screen.findByText('Tomas Berg, RN'));
    expect(screen.queryByLabelText('PIN')).toBeNull();
    expect(screen.getByLabelText('Password')).toBeTruthy();
  });
});

describe('the settings', () => {
  it('set a PIN for the password, and say so', async () => {
    const { core, user } = await settings();
    await user.click(screen.getByRole('button', { name: 'Set PIN' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Your password'));
    const form = within(screen.getByRole('region', { name: 'PIN' }));
    const save = (): Promise<void> => user.click(form.getByRole('button', { name: /^Set(?! PIN)/ }));
    await save();
    expect(form.getByRole('alert').textContent).toMatch(/Enter your password/);
    type({ 'Your password': 'wrong', 'PIN, 6 to 12 digits': PIN, 'PIN, again': '135791' });
    await save();
    expect(form.getByRole('alert').textContent).toMatch(/not the same/);
    expect(core.calls).not.toContain('pinSet');
    type({ 'PIN, 6 to 12 digits': PIN, 'PIN, again': PIN });
    await save();
    await waitFor(() => expect(form.getByRole('alert').textContent).toMatch(/does not match/));
    expect(document.activeElement).toBe(screen.getByLabelText('Your password'));
    type({ 'Your password': PASSWORD, 'PIN, 6 to 12 digits': '1234', 'PIN, again': '1234' });
    await save();
    await waitFor(() => expect(form.getByRole('alert').textContent).toMatch(/guessed too soon/));
    type({ 'PIN, 6 to 12 digits': PIN, 'PIN, again': PIN });
    await save();
    await waitFor(() => expect(form.getByRole('status').textContent).toBe('Your PIN is set.'));
    expect(screen.queryByLabelText('Your password')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Set PIN' }));
    await user.click(form.getByRole('button', { name: 'Remove PIN' }));
    await waitFor(() => expect(form.getByRole('status').textContent).toBe('Your PIN is removed.'));
    expect(form.queryByRole('button', { name: 'Remove PIN' })).toBeNull();
  });

  it('offer no PIN where the hospital wants none', async () => {
    await settings({ pin: 'off' });
    expect(screen.queryByRole('button', { name: 'Set PIN' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Change password' })).toBeTruthy();
  });

  it('change the password, with a code when one is wanted', async () => {
    const next = 'lantern quay 7 mosses';
    const { core, user } = await settings({ code: true });
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    const form = within(screen.getByRole('region', { name: 'Password' }));
    const said = (): string => form.getByRole('alert').textContent ?? '';
    const [now, chosen, again] = ['Present password', 'New password', 'New password, again'] as const;
    expect(document.activeElement).toBe(screen.getByLabelText(now));
    type({ [now]: PASSWORD, [chosen]: next, [again]: 'lantern quay' });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(said()).toMatch(/not the same/));
    type({ [again]: next });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(said()).toMatch(/A code is needed/));
    expect(screen.getByLabelText<HTMLInputElement>(now).value, 'it was right').toBe(PASSWORD);
    const code = await screen.findByLabelText(/authenticator app/);
    fill(code, CODE);
    type({ [chosen]: 'short', [again]: 'short' });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(said()).toMatch(/too short/));
    expect(document.activeElement).toBe(screen.getByLabelText(chosen));
    type({ [chosen]: next, [again]: next });
    fill(code, CODE);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(form.getByRole('status').textContent).toBe('Your password is changed.'));
    act(() => void core.lockNow('person'));
    await screen.findByTestId('lock-screen');
    await user.type(await screen.findByLabelText('Password'), `${next}{Enter}`);
    await screen.findByLabelText(/authenticator app/);
  });

  it('hold no secret after the form is closed', async () => {
    const { user } = await settings();
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    type({ 'Present password': PASSWORD });
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await user.click(screen.getByRole('button', { name: 'Change password' }));
    expect(screen.getByLabelText<HTMLInputElement>('Present password').value).toBe('');
  });
});
