import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** JavaScript of the citizen's page, gzipped, in KB of 1000 bytes; the build fails above these. */
const LIMITS_KB = {
  /** The entry and all that it imports statically. */
  'first load': 150,
  /** With what is loaded at once behind it: storage, journal, link, devices. */
  'until the attract screen': 205,
};
/** Loaded at every start, though not with the entry. */
const AT_START = ['src/shell/start-kiosk.ts', 'src/adapters/socket-transport.ts'];

const folder = new URL('./dist/kiosk/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', folder), 'utf8'));

/** A chunk and all that it imports statically. */
function reached(key, found = new Set()) {
  if (found.has(key)) return found;
  found.add(key);
  for (const next of manifest[key].imports ?? []) reached(next, found);
  return found;
}

const gzippedKb = (key) => gzipSync(readFileSync(new URL(manifest[key].file, folder))).length / 1000;
const isScript = (key) => manifest[key].file.endsWith('.js');
const sum = (keys) => keys.reduce((total, key) => total + gzippedKb(key), 0);

const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry);
if (entries.length !== 1) throw new Error(`one entry was expected, found ${entries.join(', ')}`);
const first = reached(entries[0]);
const attract = AT_START.reduce((found, key) => reached(key, found), new Set(first));
const sizes = {
  'first load': sum([...first].filter(isScript)),
  'until the attract screen': sum([...attract].filter(isScript)),
};
for (const [name, size] of Object.entries(sizes)) {
  const limit = LIMITS_KB[name];
  process.stdout.write(`${name}: ${size.toFixed(1)} KB gzipped of ${limit}\n`);
  if (size > limit) {
    process.stderr.write(`${name} is ${(size - limit).toFixed(1)} KB too large\n`);
    process.exitCode = 1;
  }
}
const later = Object.keys(manifest).filter((key) => isScript(key) && !attract.has(key));
for (const key of later)
  process.stdout.write(`  when needed: ${gzippedKb(key).toFixed(1)} KB ${manifest[key].file}\n`);
process.stdout.write(`  when needed, in all: ${sum(later).toFixed(1)} KB\n`);
