// The scenes of the gallery: an address for the FakeCore, and what a person does to get there.
const PASSWORD = 'correct horse';
const ALICE = '[data-testid=ward-row][data-chart$="12"]';

const openAlice = async (page) => {
  await page.locator(ALICE).dblclick();
  await page.getByTestId('patient-banner').waitFor();
};

export const scenes = [
  { name: 'lock', query: '' },
  {
    name: 'lock-error',
    query: 'offline',
    act: async (page) => {
      await page.locator('#password').fill('wrong');
      await page.locator('#unlock').click();
      await page.getByTestId('unlock-problem').waitFor();
    },
  },
  {
    name: 'lock-password-changed',
    query: 'changed',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#previous').waitFor();
    },
  },
  { name: 'lock-sign-on', query: 'signOn=known' },
  {
    name: 'lock-at-the-page',
    query: 'signOn=away',
    act: async (page) => {
      await page.getByTestId('sign-on').click();
      await page.getByTestId('at-the-page').waitFor();
    },
  },
  {
    name: 'lock-signed-on',
    query: 'signOn=known',
    act: async (page) => {
      await page.getByTestId('sign-on').click();
      await page.getByTestId('signed-on').waitFor();
    },
  },
  {
    name: 'lock-choose-password',
    query: 'signOn=new',
    act: async (page) => {
      await page.getByTestId('sign-on').click();
      await page.locator('#password').fill('seven herons');
      await page.locator('#again').fill('seven heron');
      await page.locator('#unlock').click();
      await page.getByTestId('unlock-problem').waitFor();
    },
  },
  { name: 'lock-pin', query: 'pin' },
  {
    name: 'lock-pin-wrong',
    query: 'pin',
    act: async (page) => {
      await page.locator('#pin').fill('246801');
      await page.locator('#unlock').click();
      await page.getByTestId('unlock-problem').waitFor();
    },
  },
  {
    name: 'lock-pin-gone',
    query: 'pin',
    act: async (page) => {
      for (const pin of ['246801', '246802', '246803']) {
        await page.locator('#pin').fill(pin);
        await page.locator('#unlock').click();
      }
      await page.locator('#password').waitFor();
    },
  },
  {
    name: 'settings-pin',
    query: 'unlocked&pin',
    act: async (page) => {
      await page.keyboard.press('Alt+4');
      await page.locator('#pin-open').click();
      await page.locator('#pin-save').click();
      await page.locator('#pin-problem').waitFor();
    },
  },
  {
    name: 'settings-password',
    query: 'unlocked&code',
    act: async (page) => {
      await page.keyboard.press('Alt+4');
      await page.locator('#password-open').click();
      await page.locator('#password-now').fill(PASSWORD);
      await page.locator('#password-next').fill('lantern quay 7 mosses');
      await page.locator('#password-again').fill('lantern quay 7 mosses');
      await page.locator('#password-save').click();
      await page.locator('#password-code').waitFor();
    },
  },
  {
    name: 'lock-code',
    query: 'code',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#code').waitFor();
    },
  },
  {
    name: 'lock-code-wrong',
    query: 'code',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#code').fill('123456');
      await page.locator('#unlock').click();
      await page.getByText('was not accepted').waitFor();
    },
  },
  {
    name: 'lock-code-and-previous',
    query: 'code&changed',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#code').fill('287 082');
      await page.locator('#unlock').click();
      await page.locator('#previous').waitFor();
    },
  },
  {
    name: 'lock-set-up',
    query: 'unset',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#set-up').waitFor();
    },
  },
  {
    name: 'lock-set-up-key',
    query: 'unset',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator('#set-up').fill('7K2M-PQ4X-0N8V-3C6B-YT1D-W95R-H2');
      await page.locator('#unlock').click();
      await page.getByTestId('unlock-key').waitFor();
    },
  },
  { name: 'lock-lease', query: 'locked=lease' },
  { name: 'lock-withdrawn', query: 'locked=withdrawn' },
  { name: 'lock-rolled-back', query: 'locked=rolledBack' },
  { name: 'lease-warning', query: 'unlocked&warning=lease', act: openAlice },
  {
    name: 'lock-someone-else',
    query: '',
    act: (page) => page.getByText('Someone else').click(),
  },
  { name: 'not-enrolled', query: 'new' },
  {
    name: 'ward',
    query: '',
    act: async (page) => {
      await page.locator('#password').fill(PASSWORD);
      await page.locator('#unlock').click();
      await page.locator(ALICE).click();
    },
  },
  { name: 'ward-offline', query: 'unlocked&offline' },
  {
    name: 'ward-filtered',
    query: 'unlocked',
    act: (page) => page.getByRole('radio', { name: /NEWS2 5/ }).click(),
  },
  { name: 'chart', query: 'unlocked', act: openAlice },
  {
    name: 'chart-end',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.locator('#chart-panel').evaluate((panel) => panel.scrollTo(0, 9999));
    },
  },
  {
    name: 'chart-bare',
    query: 'unlocked',
    act: async (page) => {
      await page.locator('[data-testid=ward-row][data-chart$="05"]').dblclick();
      await page.getByTestId('patient-banner').waitFor();
    },
  },
  {
    name: 'chart-trend-table',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.getByRole('button', { name: 'Table' }).click();
    },
  },
  {
    name: 'chart-note-lockwarn',
    query: 'unlocked&warning',
    act: async (page) => {
      await openAlice(page);
      await page.keyboard.press('Alt+n');
      await page.getByTestId('note-section-0').waitFor();
    },
  },
  {
    name: 'note-review',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.keyboard.press('Alt+n');
      await page.getByTestId('note-section-2').fill('Crackles at the right base, less than yesterday.');
      await page.keyboard.press('Control+Enter');
      await page.getByTestId('confirm-sign').waitFor();
    },
  },
  {
    name: 'vitals-offline',
    query: 'unlocked&offline',
    act: async (page) => {
      await openAlice(page);
      await page.getByTestId('record-vitals').click();
      for (const [field, value] of Object.entries({
        respiratoryRate: '24',
        spo2: '92',
        oxygen: '2',
        systolic: '108',
        diastolic: '62',
        heartRate: '106',
        temperature: '83.4',
      })) {
        await page.locator(`#vitals-${field}`).fill(value);
      }
      await page.getByRole('radio', { name: 'Alert' }).click();
    },
  },
  {
    name: 'notes',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.keyboard.press('g');
      await page.keyboard.press('n');
      await page.getByTestId('note-row').first().click();
      await page.getByTestId('add-addendum').waitFor();
    },
  },
  {
    name: 'results',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.getByRole('tab', { name: /Results/ }).click();
    },
  },
  {
    name: 'medications',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.getByRole('tab', { name: 'Medications' }).click();
    },
  },
  {
    name: 'palette',
    query: 'unlocked',
    act: async (page) => {
      await openAlice(page);
      await page.keyboard.press('Control+k');
      await page.getByTestId('palette-input').fill('cut');
      await page.getByTestId('palette-patient').nth(1).waitFor();
    },
  },
  {
    name: 'sync-offline',
    query: 'unlocked&offline',
    act: async (page) => {
      await page.getByTestId('status-to-send').click();
      await page.getByTestId('sync-item').first().waitFor();
    },
  },
  {
    name: 'sync-decisions',
    query: 'unlocked&offline&decisions',
    act: async (page) => {
      await page.getByTestId('status-decide').click();
      await page.getByTestId('decision').nth(1).waitFor();
    },
  },
  {
    name: 'chart-decisions',
    query: 'unlocked&decisions',
    act: openAlice,
  },
  {
    name: 'settings',
    query: 'unlocked',
    act: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
  { name: 'shortcuts', query: 'unlocked', act: (page) => page.keyboard.press('F1') },
  { name: 'ward-large', query: 'unlocked&large' },
  { name: 'chart-large', query: 'unlocked&large', act: openAlice },
];
