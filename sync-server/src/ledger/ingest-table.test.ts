import { MAX_ENTRY_TEXT } from '@haizhu/shared/journal/entry';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { INGEST_TABLE, type IngestCell, type OfferedContent, type OfferedPlace } from './ingest-table.ts';
import { Ledger } from './ledger.ts';
import { addKiosks, START, TestJournal, uuid } from './testing.ts';

const CONTENTS = Object.keys(INGEST_TABLE) as OfferedContent[];
const PLACES = Object.keys(INGEST_TABLE.valid) as OfferedPlace[];
/** Entries that come before the one that is looked at: an application and its card. */
const BEFORE = 2;
const SEQ = BEFORE + 1;

describe.each(ENGINES)('on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let kiosk = '';
  let number = 0;

  beforeAll(async () => {
    db = await openTestEngine(engine);
    const clock = { now: () => START + 60_000 };
    ledger = new Ledger({ store: db.store, events: new DomainEvents(), clock, reactions: [] });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    number += 1;
    kiosk = `K${number}`;
    await addKiosks(db.store, kiosk);
  });

  const known = () => uuid(number * 1000) as never;
  const fresh = () => uuid(number * 1000 + 1) as never;
  const started = (session = fresh()) => ({ session, language: 'zh' as const });

  const WRITE: Readonly<Record<OfferedContent, (journal: TestJournal) => void>> = {
    valid: (j) => j.add('session.started', started()),
    'valid, but names another entry before it': (j) =>
      j.add('session.started', started(), { header: { prev: 'f'.repeat(64) } }),
    'too-long': (j) => j.addText(`{"x":"${'x'.repeat(MAX_ENTRY_TEXT)}"}`),
    'bad-text': (j) => j.addBytes(Buffer.from([0x22, 0xc3, 0x28, 0x22])),
    'not-json': (j) => j.addText('{"kiosk":'),
    'bad-header': (j) => j.addText('{"kiosk":1}'),
    'other-place': (j) => j.add('session.started', started(), { header: { seq: 99 } }),
    'unknown-kind': (j) => j.add('session.started', started(), { header: { kind: 'no.such' } }),
    'unknown-version': (j) => j.add('session.started', started(), { header: { version: 99 } }),
    'bad-body': (j) => j.add('session.started', started('x' as never)),
    'sealed-missing': (j) => j.add('session.started', started(), { header: { sealed: 'a'.repeat(64) } }),
    'sealed-unexpected': (j) =>
      j.add('session.started', started(), { sealed: 'jwe', header: { sealed: null } }),
    'sealed-mismatch': (j) =>
      j.add('session.started', started(), { sealed: 'jwe', header: { sealed: 'b'.repeat(64) } }),
    'id-reused': (j) => j.application(number * 1000),
    'unknown-reference': (j) => j.add('card.written', { application: fresh(), attempts: 1 }),
    contradiction: (j) => j.add('card.failed', { application: known(), fault: null, reason: 'device-fault' }),
  };

  /** What is held of this kiosk, all of it. */
  async function held() {
    const of = (table: 'ledger' | 'quarantine' | 'ledger_conflict') =>
      db.store.read.selectFrom(table).selectAll().where('origin', '=', kiosk).orderBy('seq').execute();
    return {
      ledger: await of('ledger'),
      quarantine: await of('quarantine'),
      conflicts: await of('ledger_conflict'),
    };
  }

  const setKiosk = (values: { current_epoch: number } | { revoked_at: number }) =>
    db.store.write((tx) => tx.updateTable('kiosk').set(values).where('id', '=', kiosk).execute());

  const begin = (journal: TestJournal) => {
    journal.application(number * 1000);
    journal.add('card.written', { application: known(), attempts: 1 });
  };

  async function offer(journal: TestJournal, from: number) {
    const [result] = await ledger.ingest([journal.batch(from)]);
    if (result === undefined) throw new Error('no result');
    return result;
  }

  async function observe(content: OfferedContent, place: OfferedPlace): Promise<IngestCell> {
    const journal = new TestJournal(kiosk);
    begin(journal);
    expect(await offer(journal, 1)).toMatchObject({ ok: true, through: BEFORE, setAside: [], conflicts: [] });
    switch (place) {
      case 'the next one':
        WRITE[content](journal);
        return judgeNext(await offer(journal, SEQ), content);
      case 'held, the same content':
        WRITE[content](journal);
        await offer(journal, SEQ);
        return judgeHeld(() => offer(journal, SEQ));
      case 'held, other content': {
        const other = new TestJournal(kiosk);
        begin(other);
        other.session(number * 1000 + 5);
        await offer(other, SEQ);
        WRITE[content](journal);
        return judgeHeld(() => offer(journal, SEQ));
      }
      case 'behind a gap':
        journal.session(number * 1000 + 5);
        WRITE[content](journal);
        return judgeRefused(() => offer(journal, SEQ + 1));
      case 'of an enrolment that is not known': {
        const elsewhere = new TestJournal(kiosk, 7, 1);
        WRITE[content](elsewhere);
        return judgeRefused(() => offer(elsewhere, 1));
      }
      case 'sent with the key of an earlier enrolment':
        WRITE[content](journal);
        await setKiosk({ current_epoch: 2 });
        return judgeRefused(() => offer(journal, SEQ));
      case 'of a kiosk that is revoked':
        WRITE[content](journal);
        await setKiosk({ revoked_at: START });
        return judgeRefused(() => offer(journal, SEQ));
    }
  }

  async function judgeNext(
    result: Awaited<ReturnType<typeof offer>>,
    content: OfferedContent,
  ): Promise<IngestCell> {
    const { ledger: rows, quarantine, conflicts } = await held();
    expect(rows).toHaveLength(SEQ);
    expect(result).toMatchObject({ ok: true, through: SEQ });
    const row = rows.at(-1);
    if (!result.ok) throw new Error(result.error);
    if (result.setAside.length > 0) {
      expect(result).toMatchObject({ setAside: [{ seq: SEQ, reason: content }], conflicts: [] });
      expect(quarantine).toMatchObject([{ seq: SEQ, reason: content, state: 'open' }]);
      expect(row).toMatchObject({ set_aside: 1, chain_ok: 1 });
      return 'set aside';
    }
    expect([row?.set_aside, quarantine]).toEqual([0, []]);
    if (result.conflicts.length === 0) {
      expect([row?.chain_ok, conflicts]).toEqual([1, []]);
      return 'taken';
    }
    expect(result.conflicts).toEqual([SEQ]);
    expect(conflicts).toMatchObject([{ seq: SEQ, conflict: 'chain' }]);
    expect(row?.chain_ok).toBe(0);
    return 'taken, conflict';
  }

  async function judgeHeld(again: () => ReturnType<typeof offer>): Promise<IngestCell> {
    const was = await held();
    const result = await again();
    const is = await held();
    expect([is.ledger, is.quarantine]).toEqual([was.ledger, was.quarantine]);
    expect(result).toMatchObject({ ok: true, through: SEQ, setAside: [] });
    if (!result.ok || result.conflicts.length === 0) {
      expect(is.conflicts).toEqual(was.conflicts);
      return 'acknowledged again';
    }
    expect(result.conflicts).toEqual([SEQ]);
    expect(is.conflicts).toMatchObject([{ seq: SEQ, conflict: 'digest' }]);
    return 'conflict';
  }

  async function judgeRefused(refuse: () => ReturnType<typeof offer>): Promise<IngestCell> {
    const was = await held();
    const result = await refuse();
    expect(await held()).toEqual(was);
    if (result.ok) throw new Error('was taken');
    if (result.error === 'seq-gap') expect(result.through).toBe(BEFORE);
    return result.error;
  }

  describe.each(CONTENTS)('an entry that is %s', (content) => {
    test.each(PLACES)('at a place that is %s', async (place) => {
      expect(await observe(content, place)).toBe(INGEST_TABLE[content][place]);
    });
  });
});
