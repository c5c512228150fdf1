import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '../src/ipc/fake/failures';
import { CODE, PASSWORD, PASSWORD_BEFORE, SET_UP_CODE } from '../src/ipc/fake/people';
import { aliceRow, fill, renderApp, renderChart } from './renderApp';

const PATIENTS = /CUTLER|Alice|EDWARDS|284 771 09|pneumonia|penicillins|furosemide/;

const page = (): string => document.documentElement.innerHTML;

it('gives the keyboard to "Try again" when the home cannot be opened', async () => {
  const { core, user } = renderApp({}, (before) =>
    before.failNext.set('sessionStatus', failure('keyring-unavailable', 'The keyring did not answer.')),
  );
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Try again'));
  core.calls.length = 0;
  await user.keyboard('{Enter}');
  expect(await screen.findByTestId('lock-screen')).toBeTruthy();
});

describe('the lock screen', () => {
  it('holds nothing of any patient, and the password field has the focus', async () => {
    renderApp();
    expect(await screen.findByRole('heading', { name: 'Locked' })).toBeTruthy();
    expect(page()).not.toMatch(PATIENTS);
    expect(document.activeElement?.id).toBe('password');
  });

  it('is as dark as whoever was in last likes it', async () => {
    renderApp({ preferences: { theme: 'dark', textSize: 'standard' } });
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
  });

  it('says who else is here, and how many drafts wait', async () => {
    renderApp();
    expect(await screen.findByText('Tomas Berg, RN')).toBeTruthy();
    expect(screen.getByText(/1 unsigned draft is saved/)).toBeTruthy();
  });

  it('shows a wrong password in place, empties the field and keeps the focus there', async () => {
    const { user } = renderApp();
    await user.type(await screen.findByLabelText('Password'), 'wrong{Enter}');
    const problem = await screen.findByTestId('unlock-problem');
    expect(problem.textContent).toBe(
      'That password does not match. 4 tries left before this workstation waits 5 minutes.',
    );
    const field = screen.getByLabelText<HTMLInputElement>('Password');
    expect(field.value).toBe('');
    expect(document.activeElement).toBe(field);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('asks for the previous password when it was changed elsewhere, and keeps the new one', async () => {
    const { core, user } = renderApp({}, (before) => {
      before.signIn.previousPassword = 'winter-came-early';
    });
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const previous = await screen.findByLabelText<HTMLInputElement>('Previous password');
    expect(document.activeElement).toBe(previous);
    expect(screen.getByTestId('unlock-problem').textContent).toMatch(/was changed/);
    await user.keyboard('{Enter}');
    expect(screen.getByTestId('unlock-problem').textContent).toMatch(/previous password, too/);
    expect(core.calls.filter((call) => call === 'unlock')).toHaveLength(1);
    await user.type(previous, 'winter-came-early{Enter}');
    await aliceRow();
  });

  it('asks for a code when one is wanted, and keeps the password that is right', async () => {
    const { core, user } = renderApp({ code: true });
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const code = await screen.findByLabelText<HTMLInputElement>(/authenticator app/);
    expect(document.activeElement).toBe(code);
    expect(code.inputMode).toBe('numeric');
    expect(code.autocomplete).toBe('one-time-code');
    expect(screen.getByTestId('unlock-problem').textContent).toMatch(/A code is needed, too/);
    expect(code.getAttribute('aria-describedby')).toBe('unlock-problem');

    await user.keyboard('123456{Enter}');
    await waitFor(() =>
      expect(screen.getByTestId('unlock-problem').textContent).toMatch(/was not accepted/),
    );
    expect(document.activeElement).toBe(code);
    expect(code.value).toBe('');
    expect(code.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe(PASSWORD);

    await user.paste('287 082');
    await user.keyboard('{Enter}');
    await aliceRow();
    expect(core.calls.filter((call) => call === 'unlock')).toHaveLength(3);
  });

  it('asks for a code and for the previous password, one after the other', async () => {
    const { core, user } = renderApp({ code: true, changed: true });
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const code = await screen.findByLabelText<HTMLInputElement>(/authenticator app/);
    await user.type(code, `${CODE}{Enter}`);
    const previous = await screen.findByLabelText<HTMLInputElement>('Previous password');
    expect(document.activeElement).toBe(previous);
    expect(code.value, 'it was used').toBe('');
    core.signIn.code = '070817';
    await user.type(code, '070817');
    await user.type(previous, `${PASSWORD_BEFORE}{Enter}`);
    await aliceRow();
  });

  it('sets an authenticator app up with a code from IT, and shows its key once', async () => {
    const { core, user } = renderApp({ unset: true });
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const setUp = await screen.findByLabelText<HTMLInputElement>('Set-up code from IT');
    expect(document.activeElement).toBe(setUp);
    await user.keyboard('7K2M{Enter}');
    await waitFor(() =>
      expect(screen.getByTestId('unlock-problem').textContent).toMatch(/from IT is wrong/),
    );
    expect(document.activeElement).toBe(setUp);
    await user.paste(SET_UP_CODE);
    await user.keyboard('{Enter}');
    const shown = await screen.findByTestId('unlock-key');
    expect(shown.textContent).toContain('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
    const code = screen.getByLabelText<HTMLInputElement>(/^Code from your authenticator app/);
    await waitFor(() => expect(document.activeElement).toBe(code));
    expect(screen.queryByLabelText('Set-up code from IT')).toBeNull();
    await user.keyboard(`${CODE}{Enter}`);
    await aliceRow();
    expect(page()).not.toContain('GEZD');
    act(() => void core.lockNow('person'));
    await screen.findByTestId('lock-screen');
    expect(page()).not.toContain('GEZD');
  });

  it('a wrong password takes the code with it', async () => {
    const { core, user } = renderApp({ code: true });
    const password = await screen.findByLabelText<HTMLInputElement>('Password');
    await user.type(password, `${PASSWORD}{Enter}`);
    const code = await screen.findByLabelText<HTMLInputElement>(/authenticator app/);
    core.failNext.set('unlock', failure('wrong-secret', 'That password does not match.'));
    await user.type(code, `${CODE}{Enter}`);
    await waitFor(() => expect(document.activeElement).toBe(password));
    expect([password.value, code.value]).toEqual(['', '']);
  });

  it.each([
    ['shift', 'Locked at', 'after twelve hours'],
    ['lease', 'Locked at', 'Unlock while online'],
    ['closed', 'IT closed', 'this account'],
    ['withdrawn', 'IT withdrew', 'this workstation'],
  ] as const)('says why it is locked: %s', async (reason, ...words) => {
    const { core } = renderApp({ unlocked: true });
    await aliceRow();
    act(() => void core.lockNow(reason));
    const text = (await screen.findByTestId('lock-screen')).textContent;
    for (const word of words) expect(text).toContain(word);
  });

  it.each(['held-off', 'keyring-unavailable', 'keyring-wiped', 'home-in-use'] as const)(
    'shows what happened and what to do for %s',
    async (code) => {
      const { user } = renderApp({}, (core) =>
        core.failNext.set('unlock', failure(code, 'It did not unlock.')),
      );
      await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
      const problem = await screen.findByTestId('unlock-problem');
      expect(problem.textContent).toBe('It did not unlock. Call 555-0142.');
    },
  );

  it('says on a full disk what is needed to get in, and that nothing is lost', async () => {
    const { core, user } = renderApp();
    core.failNext.set('unlock', failure('disk-full', 'The disk is full, so this was not done.'));
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const problem = await screen.findByTestId('unlock-problem');
    expect(problem.textContent).toBe(
      'The disk of this workstation is full, and unlocking needs some space on it. Free some space or call IT, then try again. What was saved is kept.',
    );
  });

  it('asks for a password before asking the core', async () => {
    const { core, user } = renderApp();
    await user.click(await screen.findByRole('button', { name: 'Unlock' }));
    expect(screen.getByTestId('unlock-problem').textContent).toContain('Enter your password.');
    expect(core.calls).not.toContain('unlock');
  });

  it('lets somebody new sign in by username', async () => {
    const { user } = renderApp();
    await user.click(await screen.findByText('Someone else'));
    await user.type(screen.getByLabelText('Username'), 'tberg');
    await user.type(screen.getByLabelText('Password'), `${PASSWORD}{Enter}`);
    expect(await screen.findByTestId('frame')).toBeTruthy();
    expect(screen.getByText('Signed in as Tomas Berg, RN')).toBeTruthy();
  });

  it('can show the password while it is typed', async () => {
    const { user } = renderApp();
    const field = await screen.findByLabelText('Password');
    await user.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field.getAttribute('type')).toBe('text');
  });

  it('says that a workstation is not enrolled', async () => {
    renderApp({ enrolled: false });
    const told = await screen.findByTestId('not-enrolled');
    expect(told.textContent).toContain('is not enrolled');
  });

  it('says that a workstation was withdrawn and emptied', async () => {
    renderApp({ enrolled: false, withdrawn: true });
    const told = await screen.findByTestId('not-enrolled');
    expect(told.textContent).toContain('withdrawn and emptied');
  });

  it.each([
    ['withdrawn', 'Leave it on and connected'],
    ['rolledBack', 'Nobody is let in here until IT has looked at it'],
  ] as const)('asks nobody for a password: %s', async (locked, words) => {
    renderApp({ locked });
    const told = await screen.findByTestId('shut');
    expect(told.textContent).toContain(words);
    expect(screen.queryByLabelText('Password')).toBeNull();
    expect(screen.queryByText('Someone else')).toBeNull();
    expect(screen.queryByText(/unsigned draft/)).toBeNull();
  });
});

describe('locking', () => {
  it.each(['person', 'inactivity', 'system'] as const)(
    'empties the page at once, whatever was open (%s)',
    async (reason) => {
      const { core, user } = await renderChart();
      await user.keyboard('{Alt>}n{/Alt}');
      await screen.findByTestId('note-section-0');
      expect(page()).toMatch(PATIENTS);
      core.lockNow(reason);
      await screen.findByTestId('lock-screen');
      expect(page()).not.toMatch(PATIENTS);
    },
  );

  it('says that it locked because the computer did', async () => {
    const { core } = await renderChart();
    core.lockNow('system');
    const screenOfLock = await screen.findByTestId('lock-screen');
    expect(screenOfLock.textContent).toContain('the computer was locked, put to sleep');
  });

  it('takes dialogs away with the rest', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Control>}k{/Control}');
    fill(await screen.findByTestId('palette-input'), 'cut');
    await screen.findAllByTestId('palette-patient');
    core.lockNow('inactivity');
    await screen.findByTestId('lock-screen');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(page()).not.toMatch(PATIENTS);
  });

  it('by Ctrl+L writes what is typed first, then locks', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Alt>}n{/Alt}');
    fill(await screen.findByTestId('note-section-2'), 'Crackles');
    core.calls.length = 0;
    await user.keyboard('{Control>}l{/Control}');
    await screen.findByTestId('lock-screen');
    const saved = core.calls.indexOf('noteDraftSave');
    expect(saved).toBeGreaterThanOrEqual(0);
    expect(core.calls.indexOf('placeSave')).toBeGreaterThanOrEqual(0);
    expect(saved).toBeLessThan(core.calls.indexOf('lock'));
  });

  it('is warned of in a strip that one press ends', async () => {
    const { core, user } = renderApp({ unlocked: true });
    await aliceRow();
    core.warn(58);
    expect((await screen.findByTestId('lock-strip')).textContent).toContain('Locking in 0:58.');
    expect(screen.getByTestId('locks-in').textContent).toBe('Locks in 0:58');
    await user.click(screen.getByTestId('stay-unlocked'));
    await waitFor(() => expect(screen.queryByTestId('lock-strip')).toBeNull());
    expect(screen.getByTestId('locks-in').textContent).toMatch(/Locks in 1[45] min/);
  });

  it('an answer that arrives after the lock does not bring the session back', async () => {
    const { core } = await renderChart();
    const before = core.status();
    let answer: (status: typeof before) => void = () => undefined;
    core.activity = () => new Promise((resolve) => (answer = resolve));
    window.dispatchEvent(new PointerEvent('pointerdown'));
    core.lockNow('inactivity');
    await screen.findByTestId('lock-screen');
    answer(before);
    await Promise.resolve();
    expect(screen.queryByTestId('frame')).toBeNull();
  });
});
