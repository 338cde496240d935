// Replicates documents from a local LevelDB to express-pouchdb: node pouchdb-client.ts URL FOLDER COUNT BATCH DATABASE
import { createRequire } from 'node:module';
import { makeDocuments } from './documents.ts';

interface Database {
  bulkDocs(docs: readonly object[]): Promise<unknown>;
  info(): Promise<{ doc_count: number }>;
  replicate: { to(target: Database, options: object): Promise<{ docs_written: number }> };
}

const require = createRequire(import.meta.url);
const PouchDB = require('pouchdb') as new (name: string) => Database;
const [url = '', folder = '', count = '0', batch = '', name = ''] = process.argv.slice(2);
const local = new PouchDB(`${folder}/local-${name}`);
const documents = await makeDocuments(Number(count));
for (let from = 0; from < documents.length; from += 500) {
  await local.bulkDocs(documents.slice(from, from + 500).map(({ id, ...rest }) => ({ _id: id, ...rest })));
}
const remote = new PouchDB(`${url}/${name}`);
await remote.info();
const begun = performance.now();
const { docs_written } = await local.replicate.to(remote, { batch_size: Number(batch) });
const ms = performance.now() - begun;
if (docs_written !== documents.length) throw new Error(`${docs_written} of ${documents.length} written`);
if ((await remote.info()).doc_count !== documents.length) throw new Error('not everything arrived');
process.stdout.write(`${JSON.stringify({ event: 'done', ms })}\n`);
process.exit(0);
