import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../storage/open-store.ts';
import type { Store } from '../storage/store.ts';
import { openTestEngine } from '../testing/test-engine.ts';
import { addKiosks, TestJournal } from './testing.ts';
import { digestOf } from './verify-entry.ts';

const KIOSKS = ['K1', 'K2', 'K3'];
/** After how many acknowledgements the process is killed; what it is doing then is up to chance. */
const KILLS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 40, 17, 4];

/** Lets the process take entries in until it has told so many acknowledgements, and kills it in the middle. */
async function runAndKill(dataDir: string, acknowledgements: number): Promise<ReadonlyMap<string, number>> {
  const script = join(import.meta.dirname, '../testing/ingest-process.ts');
  const child = spawn(process.execPath, [script, dataDir, ...KIOSKS], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
    if (told.split('\n').length > acknowledgements) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  const through = new Map<string, number>();
  for (const line of told.slice(0, told.lastIndexOf('\n')).split('\n')) {
    const [kiosk = '', count = '0'] = line.split(' ');
    through.set(kiosk, Number(count));
  }
  return through;
}

async function check(store: Store, told: ReadonlyMap<string, number>): Promise<void> {
  for (const [number, kiosk] of KIOSKS.entries()) {
    const rows = await store.read
      .selectFrom('ledger')
      .select(['seq', 'digest', 'chain_ok', 'set_aside'])
      .where('origin', '=', kiosk)
      .orderBy('seq')
      .execute();
    expect(rows.length).toBeGreaterThanOrEqual(told.get(kiosk) ?? 0);
    const journal = new TestJournal(kiosk);
    for (const _ of rows) journal.application(number * 1_000_000 + journal.head + 1);
    expect(rows).toEqual(
      journal.entries.map(({ text }, i) => ({
        seq: i + 1,
        digest: digestOf(text),
        chain_ok: 1,
        set_aside: 0,
      })),
    );
    const count = (table: 'application' | 'sealed_payload', column: string) =>
      store.read
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where(column as 'epoch', '=', kiosk as never)
        .executeTakeFirstOrThrow();
    expect(await count('application', 'kiosk_id')).toEqual({ n: rows.length });
    expect(await count('sealed_payload', 'origin')).toEqual({ n: rows.length });
    const { through, last_digest } = await store.read
      .selectFrom('kiosk_epoch')
      .select(['through', 'last_digest'])
      .where('kiosk_id', '=', kiosk)
      .executeTakeFirstOrThrow();
    expect([through, last_digest]).toEqual([rows.length, journal.last]);
  }
}

test(`killed ${KILLS.length} times while it takes entries in: what was acknowledged is there, whole, once (S3, S4, S5)`, async () => {
  const db = await openTestEngine('sqlite');
  await addKiosks(db.store, ...KIOSKS);
  await db.store.close();
  for (const acknowledgements of KILLS) {
    const told = await runAndKill(db.options.dataDir, acknowledgements);
    const again = await openStore(db.options);
    if (!again.ok) throw new Error(again.error.message);
    await check(again.value, told);
    await again.value.close();
  }
  await db.close();
}, 120_000);
