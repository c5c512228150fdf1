// What needs a decision: told in the status bar, decided in the sheet, by keyboard alone.
import { screen, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { failure } from '../src/ipc/fake/FakeCore';
import { aliceRow, type Rendered, renderApp, renderChart } from './renderApp';

async function openSheet(before?: Parameters<typeof renderApp>[1]): Promise<Rendered> {
  const rendered = renderApp({ unlocked: true, decisions: true }, before);
  await aliceRow();
  await rendered.user.click(await screen.findByTestId('status-decide'));
  return rendered;
}

const cards = (): Promise<HTMLElement[]> => screen.findAllByTestId('decision');

describe('what needs a decision', () => {
  it('is told in the status bar, and nothing is told when nothing does', async () => {
    renderApp({ unlocked: true, decisions: true });
    expect((await screen.findByTestId('status-decide')).textContent).toBe('2 need your decision');
  });

  it('is not told when nothing does', async () => {
    const { core, user } = renderApp({ unlocked: true, offline: true });
    await user.click(await screen.findByTestId('status-to-send'));
    await screen.findAllByTestId('sync-item');
    expect(screen.queryByTestId('status-decide')).toBeNull();
    expect(screen.queryByText('Needs your decision')).toBeNull();
    expect(core.calls, 'no chart is read for nothing').not.toContain('decisionList');
  });

  it('shows the double dose first, as of high severity, with the patient in each', async () => {
    await openSheet();
    const [first, second] = await cards();
    expect(first?.dataset['severity']).toBe('high');
    expect(first?.textContent).toContain('Possible double administration: furosemide');
    for (const card of [first, second]) {
      expect(card?.textContent).toContain('CUTLER, Alice');
      expect(card?.textContent).toContain('284 771 09');
    }
  });

  it('shows both values with author and time, and marks the one that stands', async () => {
    await openSheet();
    const sides = await screen.findAllByTestId('side');
    expect(sides.map((side) => side.textContent)).toEqual([
      'Youphysician, 13:51CriticalityhighShown meanwhileTake these values',
      'Tomas Berg, RNnurse, 13:49CriticalitylowTake these values',
    ]);
  });

  it('is settled by keyboard alone, and the focus stays in the group', async () => {
    const { core, user } = await openSheet();
    await cards();
    const take = screen.getByRole('button', { name: 'Take these values: Tomas Berg, RN' });
    take.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/^Settled\./)).toBeTruthy();
    expect((await cards()).length).toBe(1);
    expect(document.activeElement?.textContent).toBe('Needs your decision');
    expect(core.calls.filter((call) => call === 'conflictSettle')).toHaveLength(1);
    expect((await screen.findByTestId('status-decide')).textContent).toBe('1 needs your decision');
  });

  it('is carried out once for two quick presses', async () => {
    const { core, user } = await openSheet();
    const [take] = await screen.findAllByTestId('take-side');
    if (take === undefined) throw new Error('no side');
    await user.dblClick(take);
    await screen.findByText(/^Settled\./);
    expect(core.calls.filter((call) => call === 'conflictSettle')).toHaveLength(1);
  });

  it('keeps what was refused, says why, and reads it again', async () => {
    const { core, user } = await openSheet();
    core.failNext.set(
      'conflictSettle',
      failure('needs-reconciliation', 'The record changed while you were deciding.'),
    );
    const [take] = await screen.findAllByTestId('take-side');
    if (take === undefined) throw new Error('no side');
    await user.click(take);
    expect((await screen.findByRole('alert')).textContent).toContain('The record changed');
    expect((await cards()).length).toBe(2);
    expect(core.calls.filter((call) => call === 'decisionList').length).toBeGreaterThan(1);
  });

  it('never draws a list that could not be read as nothing', async () => {
    const { user } = await openSheet((core) =>
      core.failNext.set('decisionList', failure('internal', 'Charthold failed.')),
    );
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Charthold failed.');
    expect(screen.queryByText('Everything written here is in the central record.')).toBeNull();
    await user.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect((await cards()).length).toBe(2);
  });

  it('takes one giving of a double as an error, or all as given', async () => {
    const { core, user } = await openSheet();
    await user.click(
      await screen.findByRole('button', { name: 'Mark as entered in error: given 14:12' }),
    );
    await screen.findByText(/^Settled\./);
    expect(screen.queryByTestId('giving')).toBeNull();
    expect(core.calls).toContain('doubleSettle');
  });

  it('leads to the chart, and from the chart here', async () => {
    const { user } = await openSheet();
    const [open] = await screen.findAllByRole('button', { name: 'Open chart of CUTLER, Alice' });
    if (open === undefined) throw new Error('no way to the chart');
    await user.click(open);
    await screen.findByTestId('patient-banner');
    const [chip] = await screen.findAllByTestId('conflict-chip');
    if (chip === undefined) throw new Error('no chip');
    await user.click(chip);
    expect((await cards()).length).toBe(2);
  });

  it('is clean for axe', async () => {
    await openSheet();
    await cards();
    const found = await axe.run(screen.getByRole('dialog'), {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
      preload: false,
      rules: {
        'color-contrast': { enabled: false },
        // No modal makes the rest inert here; `npm run shots` looks at the real page.
        'landmark-no-duplicate-contentinfo': { enabled: false },
      },
    });
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});

describe('what central did not accept', () => {
  it('is told with its reason, apart from what waits', async () => {
    const { user } = await renderChart({ offline: true });
    await user.click(await screen.findByTestId('status-rejected'));
    const items = await screen.findAllByTestId('sync-item');
    const rejected = items.find((item) => item.dataset['state'] === 'quarantined');
    expect(rejected?.textContent).toContain('The chart is not kept on this workstation any more.');
    expect(screen.getByText('Not accepted by the central record')).toBeTruthy();
  });

  it('tells the author of a signature without effect, among what to decide', async () => {
    const { core, user } = renderApp({ unlocked: true });
    await aliceRow();
    const status = await core.syncStatus();
    const item = { chart: 'c', patient: 'CUTLER, Alice', mrn: '284 771 09', what: 'Note', atMs: core.now() };
    core.emit('sync', { ...status, items: [{ ...item, state: 'void', aside: null }] });
    const told = await screen.findByTestId('status-decide');
    expect(told.textContent).toBe('1 needs your decision');
    await user.click(told);
    const shown = await screen.findByTestId('sync-item');
    expect(shown.textContent).toContain('Another signature of the same document came first.');
  });
});
