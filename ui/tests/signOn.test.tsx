// Signing in by the hospital's own page: the screen waits for it, then asks for the password of this workstation.
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { LOCAL_PASSWORD } from '../src/ipc/fake/people';
import { aliceRow, renderApp } from './renderApp';

const BUTTON = 'Sign in with the hospital’s account';

const problem = (): string => screen.getByTestId('unlock-problem').textContent ?? '';

describe('the lock screen of a hospital with a page to sign in at', () => {
  it('opens what is here with the password of this workstation, without the page', async () => {
    const { core, user } = renderApp({ signOn: 'away' });
    const field = await screen.findByLabelText('Password of this workstation');
    expect(document.activeElement).toBe(field);
    await user.keyboard(`${LOCAL_PASSWORD}{Enter}`);
    await aliceRow();
    expect(core.calls).not.toContain('signOn');
  });

  it('waits for the page until it is given up', async () => {
    const { core, user } = renderApp({ signOn: 'away' });
    await user.click(await screen.findByRole('button', { name: BUTTON }));
    expect(screen.queryByText('Priya Nair, MD')).toBeNull();
    expect((await screen.findByTestId('at-the-page')).textContent).toMatch(/opened in the browser/);
    expect(screen.queryByLabelText('Password of this workstation')).toBeNull();
    const cancel = screen.getByRole('button', { name: 'Cancel' });
    expect(document.activeElement).toBe(cancel);
    await user.keyboard('{Enter}');
    await screen.findByLabelText('Password of this workstation');
    screen.getByText('Priya Nair, MD');
    expect(core.calls).toContain('signOnCancel');
  });

  it('waits no more for a page once somebody else is chosen', async () => {
    const { core, user } = renderApp({ signOn: 'away' });
    await user.click(await screen.findByRole('button', { name: BUTTON }));
    await user.click(screen.getByRole('button', { name: /Tomas Berg, RN/ }));
    await screen.findByRole('button', { name: BUTTON });
    expect(core.calls).toContain('signOnCancel');
  });

  it('asks somebody who is known for the password of this workstation', async () => {
    const { user } = renderApp({ signOn: 'known' });
    await user.click(await screen.findByRole('button', { name: BUTTON }));
    expect((await screen.findByTestId('signed-on')).textContent).toBe('Signed in as Priya Nair, MD.');
    expect(screen.queryByLabelText('The same again')).toBeNull();
    const field = screen.getByLabelText<HTMLInputElement>('Password of this workstation');
    expect(document.activeElement).toBe(field);
    await user.keyboard('a guess{Enter}');
    await waitFor(() => expect(problem()).toMatch(/tries left/));
    expect([field.value, document.activeElement]).toEqual(['', field]);
    await user.keyboard(`${LOCAL_PASSWORD}{Enter}`);
    await aliceRow();
  });

  it('has somebody new choose one, twice the same', async () => {
    const { core, user } = renderApp({ signOn: 'new' });
    await user.click(await screen.findByRole('button', { name: BUTTON }));
    const first = await screen.findByLabelText('Choose a password for this workstation');
    const again = screen.getByLabelText('The same again');
    await user.keyboard('{Enter}');
    expect(problem()).toMatch(/Enter your password/);
    await user.type(first, LOCAL_PASSWORD);
    await user.type(again, 'another{Enter}');
    expect(problem()).toMatch(/not the same/);
    expect(document.activeElement).toBe(again);
    expect(core.calls).not.toContain('signOnFinish');
    await user.clear(again);
    await user.type(again, `${LOCAL_PASSWORD}{Enter}`);
    await aliceRow();
  });

  it('says why the page led nowhere', async () => {
    const { core, user } = renderApp({ signOn: 'known' });
    core.failNext.set('signOn', {
      code: 'sign-on-refused',
      what: 'The hospital’s sign-in named nobody with an account here.',
      remedy: 'Sign in there as yourself, or call IT.',
      retry: true,
    });
    await user.click(await screen.findByRole('button', { name: BUTTON }));
    await waitFor(() => expect(problem()).toMatch(/named nobody/));
    await screen.findByLabelText('Password of this workstation');
  });
});

it('a hospital without such a page has no button for it', async () => {
  renderApp({});
  await screen.findByLabelText('Password');
  expect(screen.queryByRole('button', { name: BUTTON })).toBeNull();
});
