import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TABLES, withTables } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Documents of rules: the letter of their numbers, how many there are, and the tables in them. */
const SPECS = [
  { file: 'kiosk-app/src/sync/SPEC.md', letter: 'S', count: 14, tables: ['link', 'uploader', 'ingest'] },
  { file: 'kiosk-app/src/card/SPEC.md', letter: 'C', count: 6, tables: ['card'] },
  { file: 'kiosk-app/src/machines/SPEC.md', letter: 'V', count: 0, tables: ['session'] },
].map((spec) => ({ ...spec, text: readFileSync(join(ROOT, spec.file), 'utf8') }));

/** Files of the repository that are written by hand. */
function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'data', 'test-results', '.git'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
const all = files(ROOT);

test.each(SPECS)('the tables in $file are those of the code; `npm run spec` writes them', async (spec) => {
  for (const name of spec.tables) expect(spec.text).toContain(`<!-- table: ${name} -->`);
  await expect(withTables(spec.text)).toMatchFileSnapshot(join(ROOT, spec.file));
});

test('every table stands in a document', () => {
  expect(SPECS.flatMap(({ tables }) => tables).sort()).toEqual(Object.keys(TABLES).sort());
});

test.each(Object.entries(TABLES))('the table %s has no empty cell', (_, rows) => {
  const columns = Object.keys(Object.values(rows)[0] ?? {});
  expect(columns.length).toBeGreaterThan(1);
  for (const [name, row] of Object.entries(rows)) {
    expect([name, Object.keys(row)]).toEqual([name, columns]);
    for (const cell of Object.values(row)) expect(cell).not.toBe('');
  }
});

describe.each(SPECS)('each invariant of $file', ({ text, letter, count }) => {
  const rows = [...text.matchAll(/^\| ([SC]\d+) +\|(.+)\|$/gm)].map(([, name = '', rest = '']) => ({
    name,
    tests: rest.split('|').at(-1) ?? '',
  }));

  test('all stand there once, in order', () => {
    expect(rows.map((row) => row.name)).toEqual(Array.from({ length: count }, (_, n) => `${letter}${n + 1}`));
  });

  test.each(rows)('$name names tests that exist', ({ tests }) => {
    const named = [
      ...tests.matchAll(/`([\w./-]+\.(?:test|spec)\.ts|[\w./-]+-contract\.ts)`((?:,? "[^"]+")+)/g),
    ];
    expect(named).not.toEqual([]);
    // Nothing stands there that is not looked at.
    expect(named.reduce((rest, [whole]) => rest.replace(whole, ''), tests).replaceAll(/[;\s]/g, '')).toBe('');
    for (const [, file = '', titles = ''] of named) {
      const found = all.filter((path) => path.endsWith(`/${file}`));
      expect([file, found.length]).toEqual([file, 1]);
      const source = readFileSync(found[0] ?? '', 'utf8');
      for (const [, title = ''] of titles.matchAll(/"([^"]+)"/g)) expect(source).toContain(title);
    }
  });
});

test('every link between the documents leads to a file', () => {
  const documents = all.filter((path) => path.endsWith('.md'));
  expect(documents.length).toBeGreaterThan(10);
  const broken = documents.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(dirname(path), decodeURIComponent(target))))
      .map((target) => `${relative(ROOT, path)}: ${target}`),
  );
  expect(broken).toEqual([]);
});
