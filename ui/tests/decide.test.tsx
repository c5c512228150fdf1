// What needs a decision: told in the status bar, decided in the sheet, by keyboard alone.
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { decisions, fieldwise, secondSignature } from '../src/ipc/fake/decisions';
import { failure } from '../src/ipc/fake/failures';
import type { Decisions } from '../src/ipc/generated/Decisions';
import { aliceRow, type Rendered, renderApp, renderChart } from './renderApp';

async function openSheet(before?: Parameters<typeof renderApp>[1]): Promise<Rendered> {
  const rendered = renderApp({ unlocked: true, decisions: decisions() }, before);
  await aliceRow();
  await rendered.user.click(await screen.findByTestId('status-decide'));
  return rendered;
}

const cards = (): Promise<HTMLElement[]> => screen.findAllByTestId('decision');

async function violations(): Promise<string[]> {
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
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

describe('what needs a decision', () => {
  it('is told in the status bar, and nothing is told when nothing does', async () => {
    renderApp({ unlocked: true, decisions: decisions() });
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
});

describe('a value for each field', () => {
  async function openFields(change: (all: Decisions) => void = () => undefined): Promise<Rendered> {
    const scene = fieldwise();
    change(scene);
    const rendered = renderApp({ unlocked: true, decisions: scene });
    await aliceRow();
    await rendered.user.click(await screen.findByTestId('status-decide'));
    (await screen.findByRole('button', { name: 'Choose for each field' })).focus();
    await rendered.user.keyboard('{Enter}');
    return rendered;
  }

  const result = (): (string | null)[] =>
    screen.getAllByTestId('result-field').map((each) => each.textContent);
  const groups = (): HTMLElement[] =>
    within(screen.getByRole('dialog')).getAllByRole('radiogroup');
  const settle = (): HTMLElement => screen.getByRole('button', { name: 'Settle with these values' });

  it('is chosen by keyboard alone, and the result is shown before it is settled', async () => {
    const { core, user } = await openFields();
    const [criticality, note] = groups();
    const sheet = within(screen.getByRole('dialog'));
    expect(sheet.queryAllByRole('radio', { checked: true }), 'nothing is chosen yet').toEqual([]);
    expect(result()).toEqual([
      'CriticalityNot decided, stays in question',
      'NoteNot decided, stays in question',
      'Codepenicillins',
      'Clinical statusactive',
    ]);
    expect(screen.getByText('Also kept as they are: Text.')).toBeTruthy();
    await user.tab();
    expect(criticality?.contains(document.activeElement)).toBe(true);
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('low');
    await user.tab();
    expect(note?.contains(document.activeElement)).toBe(true);
    await user.keyboard(' ');
    expect(result().slice(0, 2)).toEqual(['Criticalitylow', 'NoteRemoved']);
    await user.tab();
    expect(document.activeElement).toBe(settle());
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/^Settled\./)).toBeTruthy();
    expect(core.choices).toEqual([
      {
        kind: 'fields',
        values: [
          { name: 'criticality', op: 'op-tomas' },
          { name: 'note', op: 'op-you' },
        ],
      },
    ]);
  });

  it('may leave a field in question, and settles nothing without a choice', async () => {
    const { core, user } = await openFields();
    await user.click(settle());
    expect(screen.getByRole('alert').textContent).toBe('Choose a value first.');
    expect(core.choices).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /^high/ }));
    expect(screen.queryByRole('alert'), 'what was asked for is there').toBeNull();
    await user.click(settle());
    await screen.findByText(/^Settled\./);
    expect(core.choices).toEqual([
      { kind: 'fields', values: [{ name: 'criticality', op: 'op-you' }] },
    ]);
  });

  it('asks for the field without which nothing can be settled', async () => {
    const { core, user } = await openFields(({ conflicts }) => {
      const note = conflicts[0]?.fields[1];
      if (note !== undefined) note.needed = true;
    });
    await user.click(screen.getByRole('radio', { name: /^high/ }));
    await user.click(settle());
    expect(screen.getByRole('alert').textContent).toContain('Choose Note too.');
    expect(core.choices).toEqual([]);
  });

  it('names everybody who left the same value once', async () => {
    await openFields(({ conflicts }) => {
      const field = conflicts[0]?.fields[0];
      const low = field?.values[1];
      if (field === undefined || low === undefined) throw new Error('no value');
      const ingrid = { name: 'Ingrid Lindqvist, RN', role: 'nurse', you: false, atMs: low.by.atMs };
      field.values.push({ ...low, op: 'op-ingrid', by: ingrid });
    });
    const [criticality] = groups();
    if (criticality === undefined) throw new Error('no field');
    const radios = within(criticality).getAllByRole('radio');
    expect(radios.map((radio) => radio.textContent)).toEqual([
      'highShown meanwhileYou, physician, 13:51',
      'lowTomas Berg, RN, nurse, 13:49Ingrid Lindqvist, RN, nurse, 13:49',
    ]);
  });

  it('is not offered where one field is in question', async () => {
    await openSheet();
    await cards();
    expect(screen.queryByTestId('choose-fields')).toBeNull();
  });

  it('is clean for axe, beside a double dose', async () => {
    await openFields((scene) => scene.doubles.push(...decisions().doubles));
    expect(await violations()).toEqual([]);
  });
});

describe('a signature without effect', () => {
  async function openVoid(): Promise<Rendered> {
    const rendered = renderApp({ unlocked: true, items: [secondSignature()] });
    await aliceRow();
    await rendered.user.click(await screen.findByTestId('status-decide'));
    return rendered;
  }

  it('can be read, and kept as an addendum', async () => {
    const { core, user } = await openVoid();
    expect(core.calls, 'nothing is read unasked').not.toContain('voidRead');
    expect(screen.queryByTestId('void-keep'), 'nobody signs what they have not read').toBeNull();
    await user.click(await screen.findByTestId('void-show'));
    const text = await screen.findByTestId('void-text');
    expect(document.activeElement).toBe(text);
    expect(text.textContent).toContain('Signed first: Tomas Berg, RN, nurse, 13:49.');
    expect(text.textContent).toContain('Slept badly, woke at three.');
    await user.click(screen.getByRole('button', { name: 'Sign it as an addendum' }));
    expect(await screen.findByText(/^Settled\./)).toBeTruthy();
    expect(screen.queryByTestId('decision')).toBeNull();
  });

  it('is not told again to who has seen it', async () => {
    const { core, user } = await openVoid();
    (await screen.findByRole('button', { name: 'I have seen it' })).focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/^Settled\./)).toBeTruthy();
    expect(core.calls).toContain('voidSettle');
    expect(screen.queryByTestId('status-decide')).toBeNull();
  });
});

describe('a mark', () => {
  it('on the ward leads to what waits in its chart, by keyboard too', async () => {
    const { core, user } = renderApp({ unlocked: true, decisions: elsewhere() });
    const mark = within(await aliceRow()).getByRole('button', { name: '1 to decide: CUTLER, Alice' });
    mark.focus();
    await user.keyboard('{Enter}');
    const all = await cards();
    expect(all.length).toBe(2);
    await waitFor(() => expect(document.activeElement).toBe(all[1]));
    expect(core.calls, 'the row it is in is not opened').not.toContain('chartOpen');
  });

  it('in a chart leads to what waits there', async () => {
    const { user } = await renderChart({ decisions: elsewhere() });
    const [chip] = await screen.findAllByTestId('conflict-chip');
    if (chip === undefined) throw new Error('no chip');
    await user.click(chip);
    const all = await cards();
    await waitFor(() => expect(document.activeElement).toBe(all[1]));
  });

  /** Something of another chart comes first. */
  function elsewhere(): Decisions {
    const { doubles, conflicts } = decisions();
    const patient = { chart: 'another', name: 'HUSSAIN, Farah', mrn: '284 220 71' };
    return { doubles: doubles.map((double) => ({ ...double, patient })), conflicts };
  }
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
    const item = { ...secondSignature(), void: null, patient: null, mrn: null };
    core.emit('sync', { ...status, items: [item] });
    const told = await screen.findByTestId('status-decide');
    expect(told.textContent).toBe('1 needs your decision');
    await user.click(told);
    const shown = await screen.findByTestId('sync-item');
    expect(shown.textContent).toContain('Another signature of the same document came first.');
  });
});
