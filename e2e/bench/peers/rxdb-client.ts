// Pushes an RxDB collection to an HTTP endpoint with RxDB's own replication: node rxdb-client.ts URL COUNT BATCH EPOCH
import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { makeDocuments, type PeerDocument } from './documents.ts';

const [url = '', count = '0', batch = '500', epoch = '1'] = process.argv.slice(2);
// Its fastest storage: in memory. Ours reads IndexedDB.
const database = await createRxDatabase({
  name: 'bench',
  storage: getRxStorageMemory(),
  multiInstance: false,
});
await database.addCollections({
  entries: {
    schema: {
      version: 0,
      primaryKey: 'id',
      type: 'object',
      properties: {
        id: { type: 'string', maxLength: 40 },
        text: { type: 'string' },
        sealed: { type: 'string' },
      },
      required: ['id', 'text', 'sealed'],
    },
  },
});
const collection = database.collections['entries'];
if (collection === undefined) throw new Error('no collection');
const documents = await makeDocuments(Number(count), Number(epoch));
await collection.bulkInsert(documents as PeerDocument[]);
const held = async () => ((await (await fetch(url)).json()) as { n: number }).n;
const before = await held();
const begun = performance.now();
const replication = replicateRxCollection({
  collection,
  replicationIdentifier: url,
  live: false,
  push: {
    batchSize: Number(batch),
    async handler(rows) {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(rows) });
      return (await answer.json()) as never[];
    },
  },
});
replication.error$.subscribe((error) => {
  throw error;
});
await replication.awaitInSync();
const ms = performance.now() - begun;
const arrived = (await held()) - before;
if (arrived !== documents.length) throw new Error(`${arrived} of ${documents.length} arrived`);
process.stdout.write(`${JSON.stringify({ event: 'done', ms })}\n`);
process.exit(0);
