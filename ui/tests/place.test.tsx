import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { PASSWORD } from '../src/ipc/fake/people';
import { CUTLER } from '../src/ipc/fake/ward';
import { aliceRow, fill, renderApp, renderChart } from './renderApp';

describe('returning after a lock', () => {
  it('shows the same chart, section, pane, text and caret', async () => {
    const { user } = await renderChart();
    await user.keyboard('gn');
    await screen.findAllByTestId('note-row');
    await user.keyboard('{Alt>}n{/Alt}');
    const exam = await screen.findByTestId<HTMLTextAreaElement>('note-section-2');
    fill(exam, 'Clear lungs');
    exam.focus();
    exam.setSelectionRange(5, 5);
    await user.keyboard('{Control>}l{/Control}');
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);

    const back = await screen.findByTestId<HTMLTextAreaElement>('note-section-2');
    expect(back.value).toBe('Clear lungs');
    await waitFor(() => expect(document.activeElement).toBe(back));
    expect(back.selectionStart).toBe(5);
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Notes');
  });

  it('gives back a set of vitals half typed', async () => {
    const { user } = await renderChart();
    await user.keyboard('{Alt>}v{/Alt}');
    fill(await screen.findByLabelText('SpO₂'), '92');
    await user.keyboard('{Control>}l{/Control}');
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    expect((await screen.findByLabelText<HTMLInputElement>('SpO₂')).value).toBe('92');
  });

  it('puts the caret back into what was open, and into nothing that opens later', async () => {
    const { user } = await renderChart();
    await user.keyboard('{Alt>}v{/Alt}');
    const temperature = await screen.findByLabelText('Temperature');
    fill(temperature, '38.4');
    temperature.focus();
    await user.keyboard('{Control>}l{/Control}');
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    const back = await screen.findByLabelText('Temperature');
    await waitFor(() => expect(document.activeElement).toBe(back));

    await user.keyboard('{Escape}');
    await user.keyboard('{Alt>}v{/Alt}');
    const first = await screen.findByLabelText('Resp. rate');
    await waitFor(() => expect(document.activeElement).toBe(first));
  });

  it('names the tabs of charts that are not read yet from the census', async () => {
    const { user } = await renderChart();
    await user.keyboard('{Alt>}1{/Alt}');
    await aliceRow();
    await user.keyboard('{Control>}l{/Control}');
    await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
    await aliceRow();
    expect((await screen.findByTestId('chart-tab')).textContent).toContain('CUTLER, Alice');
  });

  it.each(['in front', 'behind the ward'])('gives a tab the name that the chart has now (%s)', async (where) => {
    const { core, user } = await renderChart();
    if (where !== 'in front') {
      await user.keyboard('{Alt>}1{/Alt}');
      await aliceRow();
    }
    const view = await core.chartView({ chart: CUTLER });
    core.put({ ...view, banner: { ...view.banner, family: 'CUTLER-DIAZ' } });
    await waitFor(() =>
      expect(screen.getByTestId('chart-tab').textContent).toContain('CUTLER-DIAZ, Alice'),
    );
    expect(core.calls.filter((call) => call === 'chartOpen'), 'it is not opened again').toHaveLength(1);
  });

  it('starts on the ward when nothing is kept', async () => {
    renderApp({ unlocked: true, place: 'not a place' });
    expect(await aliceRow()).toBeTruthy();
  });
});
