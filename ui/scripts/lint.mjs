// House rules that no linter has: sizes of files, colours in tokens.css alone, who may import whom,
// no default exports but in configuration, and nothing that skips a test.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const LIMIT = 450;
const ROOT = 'src';
const problems = [];

const files = ['src', 'tests', 'scripts'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);

for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const say = (what) => problems.push(`${file}: ${what}`);
  if (text.split('\n').length > LIMIT) say(`longer than ${LIMIT} lines`);
  if (/\.(css|tsx?)$/.test(file) && !file.endsWith('tokens.css') && !file.includes('generated')) {
    const colour = /(?<![\w&/-])#[0-9a-f]{3,8}\b(?![-\w])|\b(?:rgb|hsl|oklch)a?\(/i.exec(text);
    if (colour !== null) say(`raw colour ${colour[0]}: use a token`);
  }
  if (/\b(?:it|test|describe)\.(?:skip|only|todo)\b/.test(text) && !file.startsWith('scripts')) {
    say('skips or singles out a test');
  }
  if (file.startsWith(ROOT)) imports(file, text, say);
}

/** shell → features → design, ipc; a feature never imports a feature. */
function imports(file, text, say) {
  const [layer, name] = relative(ROOT, file).split(sep);
  for (const [, target] of text.matchAll(/from '(\.[^']*)'/g)) {
    const [to, toName] = relative(ROOT, join(file, '..', target)).split(sep);
    const test = /\.test\.tsx?$/.test(file);
    if (layer === 'features' && to === 'features' && name !== toName) say(`imports the feature ${toName}`);
    if (layer !== 'shell' && layer !== 'main.tsx' && to === 'shell') say('imports the shell');
    if ((layer === 'design' || layer === 'ipc') && to === 'features') say('imports a feature');
    if (layer === 'ipc' && to === 'design') say('imports the design');
    if (toName === 'fake' && !test && !(layer === 'ipc' && name === 'fake')) say('imports the FakeCore');
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
