// Accessibility by axe on the main screens. Colour and size need a real page: `npm run shots` runs
// axe there, in both themes.
import { screen } from '@testing-library/react';
import axe from 'axe-core';
import { expect, it } from 'vitest';
import { CODE, PASSWORD } from '../src/ipc/fake/people';
import { aliceRow, renderApp, renderChart } from './renderApp';

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
    preload: false,
    rules: { 'color-contrast': { enabled: false } },
  });
  expect(found.passes.length, 'axe looked at something').toBeGreaterThan(10);
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
}

it('finds nothing on the lock screen', async () => {
  renderApp();
  await screen.findByTestId('lock-screen');
  expect(await violations()).toEqual([]);
});

it('finds nothing on the lock screen with every field', async () => {
  const { user } = renderApp({ code: true, changed: true });
  await user.type(await screen.findByLabelText('Password'), `${PASSWORD}{Enter}`);
  await user.type(await screen.findByLabelText(/authenticator app/), `${CODE}{Enter}`);
  await screen.findByLabelText('Previous password');
  expect(await violations()).toEqual([]);
});

it('finds nothing on the lock screen of somebody who signed on for the first time', async () => {
  const { user } = renderApp({ signOn: 'new' });
  await user.click(await screen.findByTestId('sign-on'));
  await user.type(await screen.findByLabelText(/Choose a password/), 'seven herons{Enter}');
  await screen.findByTestId('unlock-problem');
  expect(await violations()).toEqual([]);
});

it('finds nothing on the ward', async () => {
  renderApp({ unlocked: true, offline: true });
  await aliceRow();
  expect(await violations()).toEqual([]);
});

it('finds nothing on a chart with the vitals form', async () => {
  const { user } = await renderChart();
  await user.click(screen.getByTestId('record-vitals'));
  expect(await violations()).toEqual([]);
});

it('finds nothing on a chart with a note', async () => {
  const { user } = await renderChart();
  await user.keyboard('{Alt>}n{/Alt}');
  await screen.findByTestId('note-section-0');
  expect(await violations()).toEqual([]);
});

it('finds nothing on the ward with the word that something was not saved', async () => {
  sessionStorage.setItem('charthold.unsaved.pnair', 'held');
  renderApp({ unlocked: true });
  await screen.findByTestId('lost-strip');
  await aliceRow();
  expect(await violations()).toEqual([]);
});
