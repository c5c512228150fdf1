import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { failure } from '../src/ipc/fake/failures';
import { CUTLER } from '../src/ipc/fake/ward';
import { aliceRow, renderApp } from './renderApp';

const rows = (): Promise<HTMLElement[]> => screen.findAllByTestId('ward-row');

const beds = async (): Promise<string[]> =>
  (await rows()).map((row) => row.querySelector('td')?.textContent ?? '');

const focusedBed = (): string => document.activeElement?.querySelector('td')?.textContent ?? '';

it('counts no filter before the list is here whole', async () => {
  renderApp({ unlocked: true }, (core) => {
    const whole = core.wardList;
    core.wardList = async (request) => ({ ...(await whole(request)), complete: false });
  });
  await rows();
  const filter = screen.getByRole('radiogroup', { name: 'Filter' });
  expect(filter.textContent).not.toMatch(/\d+$/);
  expect(within(filter).getAllByRole('radio').map((each) => each.textContent)).toContain('All of 4B');
});

it('knows of the draft of a tab that was not opened again', async () => {
  const tab = { section: 'summary', pane: null, vitals: null, addendum: null };
  const place = JSON.stringify({ v: 1, tabs: [{ chart: CUTLER, ...tab }], active: null });
  renderApp({ unlocked: true, place }, (core) => {
    const whole = core.wardList;
    core.wardList = async (request) => {
      const ward = await whole(request);
      const note = { state: 'draft', atMs: null } as const;
      const drafted = ward.rows.map((row) =>
        row.subject.kind === 'open' ? { ...row, subject: { ...row.subject, note } } : row,
      );
      return { ...ward, rows: drafted };
    };
  });
  const open = await screen.findByTestId('chart-tab');
  expect(await within(open).findByLabelText('unsigned draft')).toBeTruthy();
});

describe('the ward', () => {
  it('opens with the focus on a row', async () => {
    renderApp({ unlocked: true });
    await rows();
    expect(focusedBed()).toBe('4B-01');
  });

  it('moves by arrows, Home, End and pages, with one tab stop', async () => {
    const { user } = renderApp({ unlocked: true });
    const all = await rows();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(focusedBed()).toBe('4B-03');
    await user.keyboard('{End}');
    expect(focusedBed()).toBe('4B-17');
    await user.keyboard('{ArrowDown}');
    expect(focusedBed(), 'the last row is the last').toBe('4B-17');
    await user.keyboard('{PageUp}');
    expect(focusedBed()).toBe('4B-07');
    await user.keyboard('{Home}');
    expect(focusedBed()).toBe('4B-01');
    expect(all.filter((row) => row.tabIndex === 0)).toHaveLength(1);
  });

  it('opens the row by Enter', async () => {
    const { user } = renderApp({ unlocked: true });
    (await aliceRow()).focus();
    await user.keyboard('{Enter}');
    expect((await screen.findByTestId('patient-banner')).textContent).toContain('CUTLER, Alice');
  });

  it('opens once with audit, and asks again only to refresh', async () => {
    const { core, user } = renderApp({ unlocked: true });
    await user.dblClick(await aliceRow());
    await screen.findByTestId('patient-banner');
    core.emit('chart-changed', { chart: (await screen.findByTestId('chart-tab')).dataset['chart'] ?? '' });
    await screen.findByTestId('patient-banner');
    expect(core.calls.filter((call) => call === 'chartOpen')).toHaveLength(1);
    expect(core.calls).toContain('chartView');
  });

  it('reaches the heads by Up, where Enter sorts and says so', async () => {
    const { user } = renderApp({ unlocked: true });
    await rows();
    await user.keyboard('{ArrowUp}{ArrowRight}{ArrowRight}{Enter}{Enter}');
    expect((await beds()).slice(0, 3)).toEqual(['4B-05', '4B-12', '4B-15']);
    const head = screen.getByRole('columnheader', { name: 'NEWS2' });
    expect(head.getAttribute('aria-sort')).toBe('descending');
  });

  it('filters with counts and states the filter when nothing is left', async () => {
    const { user } = renderApp({ unlocked: true });
    await rows();
    await user.click(screen.getByRole('radio', { name: /Vitals overdue/ }));
    expect(await beds()).toEqual(['4B-05']);
    await user.click(screen.getByRole('radio', { name: '4A' }));
    expect(await screen.findByText('No patients match "Vitals overdue".')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show all of 4A' }));
    expect(await beds()).toEqual(['4A-02']);
  });

  it('says nothing of a restricted patient', async () => {
    renderApp({ unlocked: true });
    const restricted = (await rows()).find((row) => row.dataset['kind'] === 'restricted');
    expect(restricted?.textContent).toBe('4B-09Restricted recordYou may not open it.');
  });

  it('says why a restricted or absent chart does not open', async () => {
    const { user } = renderApp({ unlocked: true });
    const absent = (await rows()).find((row) => row.dataset['kind'] === 'notHere');
    if (absent === undefined) throw new Error('no such row');
    await user.dblClick(absent);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('This chart is not on this workstation.');
    expect(within(alert).getByText('Code chart-not-here')).toBeTruthy();
  });

  it('shows a failure with a way to try again', async () => {
    const { user } = renderApp({ unlocked: true }, (core) =>
      core.failNext.set('wardList', failure('internal', 'The ward could not be read.')),
    );
    expect((await screen.findByRole('alert')).textContent).toContain('The ward could not be read.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect((await rows()).length).toBeGreaterThan(10);
  });

  it('goes back to the same row by Alt and the left arrow', async () => {
    const { user } = renderApp({ unlocked: true });
    await user.dblClick(await aliceRow());
    await screen.findByTestId('patient-banner');
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect((await aliceRow()).getAttribute('aria-selected')).toBe('true');
  });
});

describe('the state of the workstation', () => {
  it('says offline in the banner and the status bar, with what waits', async () => {
    const { user } = renderApp({ unlocked: true, offline: true });
    expect((await screen.findByTestId('offline-banner')).textContent).toContain(
      'Working offline since 13:58. Charts show data as of 13:57.',
    );
    expect(screen.getByTestId('status-network').textContent).toContain('Offline 34\u00A0min');
    expect((await screen.findByTestId('status-to-send')).textContent).toContain('6 to send');
    await user.click(screen.getByRole('button', { name: 'View 6 waiting' }));
    expect(await screen.findAllByTestId('sync-item')).toHaveLength(5);
    await user.click(screen.getByTestId('sync-now'));
    expect(await screen.findByText(/did not answer at 14:3\d/)).toBeTruthy();
  });

  it('says of what this person wrote how far it got', async () => {
    const sent = [
      { chart: 'one', patient: 'CUTLER, Alice', mrn: '284 771 09', what: 'Note', atMs: 2, inBackup: false },
      { chart: 'one', patient: 'CUTLER, Alice', mrn: '284 771 09', what: 'Vital signs', atMs: 1, inBackup: true },
      { chart: 'two', patient: null, mrn: null, what: 'Record', atMs: 0, inBackup: true },
    ];
    const { user } = renderApp({ unlocked: true, sent });
    await user.click(await screen.findByRole('button', { name: 'Sync' }));
    const [note, vitals, other] = await screen.findAllByTestId('sent-item');
    expect(note?.textContent).toContain('CUTLER, Alice');
    expect(note?.textContent).toContain('In the central record, not yet in its backup.');
    expect(vitals?.textContent).toContain('In the central record and in its backup.');
    expect(other?.textContent).toContain('Of a patient you do not see any more');
  });

  it('names no unit empty before the list of its patients is here', async () => {
    renderApp({ unlocked: true }, (core) => {
      const whole = core.wardList;
      core.wardList = async (request) => ({ ...(await whole(request)), complete: false, rows: [] });
    });
    expect(await screen.findByText(/The list of patients is arriving/)).toBeTruthy();
    expect(screen.queryByText(/No patient is on this unit|0 patients/)).toBeNull();
  });

  it('follows the sync events', async () => {
    const { core } = renderApp({ unlocked: true });
    await rows();
    const status = await core.syncStatus();
    core.emit('sync', { ...status, opsToSend: 3 });
    expect((await screen.findByTestId('status-to-send')).textContent).toContain('3 to send');
  });
});
