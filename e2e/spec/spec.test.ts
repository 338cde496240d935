import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TABLES, withTables } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
const SPEC = join(ROOT, 'kiosk-app/src/sync/SPEC.md');
const spec = readFileSync(SPEC, 'utf8');

/** Files of the repository that are written by hand. */
function files(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'data', 'test-results', '.git'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
const all = files(ROOT);

test('the tables in SPEC.md are those of the code; `npm run spec` writes them', async () => {
  for (const name of Object.keys(TABLES)) expect(spec).toContain(`<!-- table: ${name} -->`);
  await expect(withTables(spec)).toMatchFileSnapshot(SPEC);
});

test.each(Object.entries(TABLES))('the table %s has no empty cell', (_, rows) => {
  const columns = Object.keys(Object.values(rows)[0] ?? {});
  expect(columns.length).toBeGreaterThan(1);
  for (const [name, row] of Object.entries(rows)) {
    expect([name, Object.keys(row)]).toEqual([name, columns]);
    for (const cell of Object.values(row)) expect(cell).not.toBe('');
  }
});

describe('each invariant', () => {
  const rows = [...spec.matchAll(/^\| (S\d+) +\|(.+)\|$/gm)].map(([, name = '', rest = '']) => ({
    name,
    tests: rest.split('|').at(-1) ?? '',
  }));

  test('S1 to S14 stand there once, in order', () => {
    expect(rows.map((row) => row.name)).toEqual(Array.from({ length: 14 }, (_, n) => `S${n + 1}`));
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
