import { resolve } from 'node:path';
import { backUp } from './storage/backup.ts';
import { restore } from './storage/restore.ts';

/** `node backup-main.ts backup|restore FILE`: last line of the output is JSON, or one line says what to do. */
const [, , action, file] = process.argv;

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

if ((action !== 'backup' && action !== 'restore') || file === undefined || file === '') {
  fail('Say what to do with which file: backup FILE, or restore FILE.');
}
if ((process.env['DATABASE_URL'] ?? '').trim() !== '') {
  fail('DATABASE_URL is set: back up and restore PostgreSQL with its own tools (pg_dump, pg_restore).');
}
const dataDir = resolve(process.env['DATA_DIR'] || './data');
const done =
  action === 'backup' ? backUp(dataDir, resolve(file)) : restore(dataDir, resolve(file), new Date());
if (!done.ok) fail(done.error);
process.stdout.write(`${JSON.stringify({ event: action, ...done.value })}\n`);
