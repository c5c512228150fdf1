import { fireEvent, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { failure } from '../src/ipc/fake/failures';
import { fill, inPane, renderChart } from './renderApp';

const field = (name: string): HTMLInputElement => {
  const element = document.getElementById(`vitals-${name}`);
  if (!(element instanceof HTMLInputElement)) throw new Error(`no field ${name}`);
  return element;
};

const WHOLE = {
  respiratoryRate: '24',
  spo2: '92',
  oxygen: '2',
  systolic: '108',
  diastolic: '62',
  heartRate: '106',
  temperature: '38.4',
};

function type(values: Partial<typeof WHOLE>): void {
  for (const [name, value] of Object.entries(values)) fill(field(name), value);
}

const open = async (user: UserEvent): Promise<void> => {
  await user.click(screen.getByTestId('record-vitals'));
};

describe('recording vitals', () => {
  it('starts in the first field and repeats the patient', async () => {
    const { user } = await renderChart();
    await open(user);
    expect(document.activeElement?.id).toBe('vitals-respiratoryRate');
    expect(inPane().getByText('CUTLER, Alice')).toBeTruthy();
    expect(inPane().getByText(/Born 14-Aug-1961/)).toBeTruthy();
  });

  it('leads from a field in question to the next one by Tab, and back to the suggestion', async () => {
    const { user } = await renderChart();
    await open(user);
    await user.click(field('temperature'));
    await user.keyboard('83.4');
    const suggestion = await inPane().findByRole('button', { name: 'Use 38.4' });
    await user.tab();
    expect(document.activeElement).not.toBe(suggestion);
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(suggestion);
  });

  it('shows the points of each row and the total as the core gives them', async () => {
    const { user } = await renderChart();
    await open(user);
    type(WHOLE);
    await user.click(inPane().getByRole('radio', { name: 'Alert' }));
    await waitFor(() =>
      expect(screen.getByTestId('vitals-total').textContent).toContain('NEWS2 9'),
    );
  });

  it('judges what is typed now, not what was typed a key ago', async () => {
    const { core, user } = await renderChart();
    await open(user);
    type(WHOLE);
    await user.click(inPane().getByRole('radio', { name: 'Alert' }));
    await waitFor(() => expect(screen.getByTestId('vitals-total').textContent).toContain('NEWS2 9'));
    type({ temperature: '83.4' });
    fireEvent.keyDown(field('temperature'), { key: 'Enter', ctrlKey: true });
    expect(await inPane().findByText(/Check the marked value/)).toBeTruthy();
    expect(core.calls).not.toContain('vitalsRecord');
  });

  it('saves a whole set by Ctrl+Enter, once, and closes', async () => {
    const { core, user } = await renderChart();
    await open(user);
    type(WHOLE);
    await user.click(inPane().getByRole('radio', { name: 'Alert' }));
    await waitFor(() => expect(screen.getByTestId('vitals-total').textContent).toContain('NEWS2 9'));
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull());
    expect(core.calls.filter((call) => call === 'vitalsRecord')).toHaveLength(1);
    expect(document.activeElement?.id, 'the chart has the focus again').toBe('chart-panel');
  });

  it('refuses a set with values missing, and takes it as a partial set', async () => {
    const { core, user } = await renderChart();
    await open(user);
    type({ spo2: '92' });
    await waitFor(() => expect(screen.getByTestId('vitals-total').textContent).toContain('NEWS2 2'));
    await user.click(screen.getByTestId('save-vitals'));
    // The core judges once more what is to be saved.
    expect(await inPane().findByText(/Enter every value/)).toBeTruthy();
    expect(core.calls).not.toContain('vitalsRecord');
    await user.click(screen.getByTestId('save-partial'));
    await waitFor(() => expect(core.calls).toContain('vitalsRecord'));
  });

  it('asks about an implausible value and takes the answer', async () => {
    const { user } = await renderChart();
    await open(user);
    type({ temperature: '83.4' });
    expect(await inPane().findByText(/Above 45 °C. Did you mean 38.4/)).toBeTruthy();
    await user.click(screen.getByTestId('save-partial'));
    expect(await inPane().findByText('Check the marked value first.')).toBeTruthy();
    await user.click(inPane().getByRole('button', { name: 'Use 38.4' }));
    expect(field('temperature').value).toBe('38.4');
    await waitFor(() => expect(inPane().queryByText(/Did you mean/)).toBeNull());
  });

  it('changes no number by the wheel or by dropped text', async () => {
    const { user } = await renderChart();
    await open(user);
    type({ heartRate: '96' });
    fireEvent.wheel(field('heartRate'), { deltaY: 100 });
    expect(field('heartRate').value).toBe('96');
    expect(field('heartRate').type, 'a number field would step').toBe('text');
    expect(fireEvent.drop(field('heartRate')), 'the drop is refused').toBe(false);
  });

  it('keeps what is typed when Esc closes the pane', async () => {
    const { user } = await renderChart();
    await open(user);
    type({ spo2: '92' });
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    await open(user);
    expect(field('spo2').value).toBe('92');
  });

  it('discards only after asking', async () => {
    const { user } = await renderChart();
    await open(user);
    type({ spo2: '92' });
    await user.click(inPane().getByRole('button', { name: 'Discard' }));
    await user.click(screen.getByRole('button', { name: 'Keep editing' }));
    expect(field('spo2').value).toBe('92');
    await user.click(inPane().getByRole('button', { name: 'Discard' }));
    await user.click(screen.getByRole('button', { name: 'Discard vitals' }));
    await open(user);
    expect(field('spo2').value).toBe('');
  });

  it('keeps the set and shows why when the core refuses it', async () => {
    const { core, user } = await renderChart();
    await open(user);
    type({ spo2: '92' });
    await waitFor(() => expect(screen.getByTestId('vitals-total').textContent).toContain('NEWS2 2'));
    core.failNext.set('vitalsRecord', failure('disk-full', 'The disk is full.'));
    await user.click(screen.getByTestId('save-partial'));
    const said = await inPane().findByText(/The disk is full/);
    expect(said.parentElement?.textContent).toContain('What you typed is not saved. Free some space');
    expect(field('spo2').value).toBe('92');
  });

  it('takes another time, and not one in the future', async () => {
    const { user } = await renderChart();
    await open(user);
    await user.click(inPane().getByRole('button', { name: 'Change time' }));
    const time = inPane().getByLabelText('Time');
    fill(time, '23:59');
    expect(inPane().getByText(/not in the future/)).toBeTruthy();
    fill(time, '13:05');
    expect(inPane().getByText('Sun 22-Nov-2026 13:05')).toBeTruthy();
  });

  it('asks before a chart closes over a set half typed', async () => {
    const { user } = await renderChart();
    await open(user);
    type({ spo2: '92' });
    await user.click(screen.getByRole('button', { name: 'Close chart of CUTLER, Alice' }));
    await user.click(await screen.findByRole('button', { name: 'Keep editing' }));
    expect(field('spo2').value).toBe('92');
  });
});
