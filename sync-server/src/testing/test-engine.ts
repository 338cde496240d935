import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore } from '../storage/open-store.ts';
import type { Store } from '../storage/store.ts';
// Declares what the run provides.
import type {} from './postgres-setup.ts';

/** Everything that stores is tested on both. */
export const ENGINES = ['sqlite', 'postgres'] as const;
export type Engine = (typeof ENGINES)[number];

export interface TestEngine {
  readonly store: Store;
  /** For opening the same database again. */
  readonly options: Parameters<typeof openStore>[0];
  close(): Promise<void>;
}

let made = 0;

/** A store with an empty database of its own. */
export async function openTestEngine(engine: Engine): Promise<TestEngine> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haizhu-test-'));
  const options = engine === 'sqlite' ? { dataDir } : { dataDir, databaseUrl: await makeDatabase() };
  const opened = await openStore(options);
  if (!opened.ok) throw new Error(opened.error.message);
  // A test may close it itself, to open the same database again.
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= opened.value.close();
    return closed;
  };
  return {
    store: { ...opened.value, close },
    options,
    async close() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(): Promise<string> {
  made += 1;
  const url = inject('postgresUrl');
  const name = `test_${process.pid}_${made}_${Date.now().toString(36)}`;
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${url}/${name}`;
}
