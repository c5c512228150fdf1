import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aliceRow, fill, renderApp, renderChart } from './renderApp';

const region = (): string | null =>
  document.activeElement?.closest('[data-region]')?.getAttribute('data-region') ?? null;

describe('the keyboard', () => {
  it('walks the regions by F6, both ways', async () => {
    const { user } = await renderChart();
    const seen: (string | null)[] = [];
    for (let step = 0; step < 4; step += 1) {
      await user.keyboard('{F6}');
      seen.push(region());
    }
    expect(new Set(seen)).toEqual(new Set(['rail', 'tabs', 'chart', 'status']));
    const last = region();
    await user.keyboard('{F6}{Shift>}{F6}{/Shift}');
    expect(region()).toBe(last);
  });

  it('finds a patient by Ctrl+K and opens the chart', async () => {
    const { user } = renderApp({ unlocked: true });
    await aliceRow();
    await user.keyboard('{Control>}k{/Control}');
    fill(await screen.findByTestId('palette-input'), '28477109');
    const hit = await screen.findByTestId('palette-patient');
    expect(hit.textContent).toContain('Born 14-Aug-1961 · F · MRN 284\u00A0771\u00A009 · 4B-12');
    await user.keyboard('{Enter}');
    expect(await screen.findByTestId('patient-banner')).toBeTruthy();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('runs a command from the palette', async () => {
    const { user } = renderApp({ unlocked: true });
    await aliceRow();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByTestId('palette-input'), 'open settings{Enter}');
    expect(await screen.findByRole('heading', { name: 'Settings' })).toBeTruthy();
  });

  it('goes to a section by G and a letter, but not while somebody types', async () => {
    const { user } = await renderChart();
    await user.keyboard('gr');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Results');
    await user.keyboard('{Alt>}n{/Alt}');
    await user.type(await screen.findByTestId('note-section-2'), 'gm');
    expect(screen.getByRole('tab', { selected: true }).textContent).toContain('Results');
  });

  it('leaves letters alone when they are switched off', async () => {
    const { user } = await renderChart();
    await user.keyboard('{Alt>}4{/Alt}');
    await user.click(await screen.findByRole('radio', { name: 'Off' }));
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.keyboard('gr');
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Summary');
  });

  it('shows its own list by F1', async () => {
    const { user } = renderApp({ unlocked: true });
    await aliceRow();
    await user.keyboard('{F1}');
    expect(await screen.findByRole('heading', { name: 'Keyboard shortcuts' })).toBeTruthy();
  });

  it('moves through the sets of the trend, spoken', async () => {
    const { user } = await renderChart();
    const trend = screen.getByTestId('trend');
    trend.focus();
    expect(trend.getAttribute('aria-valuetext')).toContain('13:40: Heart rate 96 /min, scores 1');
    await user.keyboard('{ArrowLeft}');
    expect(trend.getAttribute('aria-valuetext')).toContain('10:40: Heart rate 94 /min');
  });

  it('reports input to the core, at most once a second', async () => {
    const { core, user } = renderApp({ unlocked: true });
    await aliceRow();
    core.calls.length = 0;
    await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(core.calls.filter((call) => call === 'activity')).toHaveLength(1);
  });

  it('closes a chart by Ctrl+W and tells the core', async () => {
    const { core, user } = await renderChart();
    await user.keyboard('{Control>}w{/Control}');
    await aliceRow();
    await waitFor(() => expect(core.calls).toContain('chartClose'));
    await user.dblClick(await aliceRow());
    await screen.findByTestId('patient-banner');
    expect(core.calls.filter((call) => call === 'chartOpen'), 'opened again, audited again').toHaveLength(2);
  });

  it('keeps theme and text size for the person', async () => {
    const { core, user } = renderApp({ unlocked: true });
    await aliceRow();
    await user.keyboard('{Alt>}4{/Alt}');
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    await user.click(screen.getByRole('radio', { name: '125%' }));
    expect(document.documentElement.dataset['textSize']).toBe('larger');
    expect(core.calls.filter((call) => call === 'preferencesSave')).toHaveLength(2);
  });
});
