import { DomainEvents } from '../domain-events.ts';
import { IngestQueue } from '../ledger/ingest-queue.ts';
import { Ledger } from '../ledger/ledger.ts';
import { START, TestJournal } from '../ledger/testing.ts';
import { openStore } from '../storage/open-store.ts';

/**
 * Takes in journals until it is killed, and tells each acknowledgement on standard output as "kiosk through". What the
 * journals hold is the same in every run.
 */
const [dataDir = '', ...kiosks] = process.argv.slice(2);
const opened = await openStore({ dataDir });
if (!opened.ok) throw new Error(opened.error.message);
const store = opened.value;
const clock = { now: () => START + 60_000 };
const queue = new IngestQueue(new Ledger({ store, events: new DomainEvents(), clock, reactions: [] }));

await Promise.all(
  kiosks.map(async (kiosk, number) => {
    const journal = new TestJournal(kiosk);
    const row = await store.read
      .selectFrom('kiosk_epoch')
      .select('through')
      .where('kiosk_id', '=', kiosk)
      .executeTakeFirstOrThrow();
    for (let through = row.through; ; ) {
      while (journal.head < through + 20) journal.application(number * 1_000_000 + journal.head + 1);
      const result = await queue.push(journal.batch(through + 1));
      if (!result.ok) throw new Error(result.error);
      through = result.through;
      process.stdout.write(`${kiosk} ${through}\n`);
    }
  }),
);
