// Takes a picture of every scene in both themes and both window sizes, under the product's content
// security policy, and runs axe on each. Fails on an axe violation, a policy violation, a console
// error, or a page wider than its window. Pictures go to $SHOTS_DIR, which is outside the repository.
//   SHOTS_DIR=… npm run shots [-- scene …]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { scenes } from './scenes.mjs';

const directory = process.env.SHOTS_DIR;
if (directory === undefined || resolve(directory).startsWith(resolve('.'))) {
  console.error('Set SHOTS_DIR to a folder outside the repository.');
  process.exit(2);
}
mkdirSync(directory, { recursive: true });

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wanted = process.argv.slice(2);
const chosen = scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const server = await preview({ mode: 'gallery', preview: { port: 0, host: '127.0.0.1' } });
const { port } = server.httpServer.address();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const troubles = [];

for (const size of sizes) {
  for (const theme of ['light', 'dark']) {
    for (const scene of chosen) {
      await take(scene, theme, size);
    }
  }
}
await browser.close();
await new Promise((done) => server.httpServer.close(done));
console.log(`${chosen.length * sizes.length * 2} pictures, ${troubles.length} troubles`);
for (const trouble of troubles) console.error(trouble);
process.exitCode = troubles.length === 0 ? 0 : 1;

async function take(scene, theme, size) {
  const name = `${scene.name}-${theme}-${size.width}`;
  const context = await browser.newContext({ viewport: size, colorScheme: theme });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${name}: ${error.message}`));
  await page.goto(`http://127.0.0.1:${port}/?${scene.query}&theme=${theme}`);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.locator('main').waitFor();
  if (scene.query.includes('unlocked')) await page.getByTestId('ward-row').first().waitFor();
  if (scene.act !== undefined) await scene.act(page);
  await page.mouse.move(2, size.height - 2);
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(directory, `${name}.png`) });
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  if (wide) troubles.push(`${name}: wider than its window`);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags }),
    TAGS,
  );
  for (const { id, nodes } of violations) {
    troubles.push(`${name}: axe ${id}: ${nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`);
  }
  await context.close();
}
