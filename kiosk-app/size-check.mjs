import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** First-load JavaScript of the citizen's page, gzipped, in KB of 1000 bytes; the build fails above it. */
const LIMIT_KB = 150;

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
const first = [...reached(entries[0])].filter(isScript);
const later = Object.keys(manifest).filter((key) => isScript(key) && !first.includes(key));

const size = sum(first);
process.stdout.write(`first load ${size.toFixed(1)} KB gzipped of ${LIMIT_KB} (${first.length} files)\n`);
for (const key of later)
  process.stdout.write(`  later ${gzippedKb(key).toFixed(1)} KB  ${manifest[key].file}\n`);
process.stdout.write(`  later in all ${sum(later).toFixed(1)} KB\n`);
if (size > LIMIT_KB) {
  process.stderr.write(`first load is ${(size - LIMIT_KB).toFixed(1)} KB too large\n`);
  process.exit(1);
}
