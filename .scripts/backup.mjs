// `npm run backup -- FILE` and `npm run restore -- FILE`: the embedded database of DATA_DIR, which is where `npm start`
// keeps it unless given. A backup is made while the server runs; a restore refuses to.
import { resolve } from 'node:path';
import { ensureInstalled, fail, PINNED_NODE, ROOT, run } from './lib.mjs';

const [action, file] = process.argv.slice(2);
if (!file) fail(`Name the file: npm run ${action ?? 'backup'} -- FILE`);
ensureInstalled();
// Names are meant as seen from where npm was called.
const from = process.env.INIT_CWD ?? process.cwd();
const good = run(PINNED_NODE, ['sync-server/src/backup-main.ts', action, resolve(from, file)], {
  env: { ...process.env, DATA_DIR: resolve(from, process.env.DATA_DIR ?? resolve(ROOT, 'data')) },
});
process.exit(good ? 0 : 1);
