import { createRxDatabase } from 'rxdb/plugins/core';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { makeDocuments, type PeerDocument } from '../documents.ts';

interface PouchDatabase {
  bulkDocs(docs: readonly object[]): Promise<unknown>;
  info(): Promise<{ doc_count: number }>;
  replicate: { to(target: PouchDatabase, options: object): Promise<{ docs_written: number }> };
}

declare global {
  interface Window {
    /** Given by PouchDB's own file for browsers. */
    PouchDB: new (
      name: string,
    ) => PouchDatabase;
    drainRxDb(url: string, count: number, batch: number): Promise<number>;
    drainPouchDb(url: string, count: number, batch: number): Promise<number>;
  }
}

const CHUNK = 500;

window.drainRxDb = async (url, count, batch) => {
  const database = await createRxDatabase({
    name: 'bench',
    storage: getRxStorageDexie(),
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
  const documents = await makeDocuments(count);
  for (let from = 0; from < count; from += CHUNK) {
    await collection.bulkInsert(documents.slice(from, from + CHUNK) as PeerDocument[]);
  }
  const held = async () => ((await (await fetch(url)).json()) as { n: number }).n;
  const before = await held();
  const begun = performance.now();
  const replication = replicateRxCollection({
    collection,
    replicationIdentifier: url,
    live: false,
    push: {
      batchSize: batch,
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
  if (arrived !== count) throw new Error(`${arrived} of ${count} arrived`);
  return ms;
};

window.drainPouchDb = async (url, count, batch) => {
  const local = new window.PouchDB(`local-${batch}`);
  const documents = await makeDocuments(count);
  for (let from = 0; from < count; from += CHUNK) {
    await local.bulkDocs(
      documents.slice(from, from + CHUNK).map(({ id, ...rest }) => ({ _id: id, ...rest })),
    );
  }
  const remote = new window.PouchDB(`${url}/remote`);
  await remote.info();
  const begun = performance.now();
  const { docs_written: written } = await local.replicate.to(remote, { batch_size: batch });
  const ms = performance.now() - begun;
  if (written !== count || (await remote.info()).doc_count !== count)
    throw new Error('not everything arrived');
  return ms;
};
