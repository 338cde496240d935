import type { Applicant } from '@haizhu/shared/journal/sealed';
import { err, ok } from '@haizhu/shared/result';
import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Acceptance, Authority, Decision } from '../authority/authority.ts';
import { SimulatedAuthority } from '../authority/simulated-authority.ts';
import { DomainEvents } from '../domain-events.ts';
import type { DueWorker } from '../due-worker.ts';
import { Ledger } from '../ledger/ledger.ts';
import { addKiosks, START, TestJournal, uuid } from '../ledger/testing.ts';
import type { OpenSealed } from '../sealing/open-sealed.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { authorityReaction } from './authority-reaction.ts';
import { createAuthorityWorker } from './authority-worker.ts';

const PERSON: Applicant = {
  version: 1,
  name: '某某',
  idNumber: '11010519491231002X',
  sex: 'female',
  birthDate: '1949-12-31',
  permitNumber: 'C12345678',
  permitExpiry: '2099-01-01',
};

describe.each(ENGINES)('the authority worker on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let worker: DueWorker;
  let now = START;
  let run = 0;
  let kiosk: string;
  let accept: () => Promise<Acceptance>;
  let decide: () => Promise<Decision>;
  let sealed: (id: string) => Awaited<ReturnType<OpenSealed>>;
  const asked: string[] = [];
  const incidents: string[] = [];
  const opened: string[] = [];
  const clock = { now: () => now };

  beforeAll(async () => {
    db = await openTestEngine(engine);
    ledger = new Ledger({
      store: db.store,
      events: new DomainEvents(),
      clock,
      reactions: [authorityReaction(db.store.engine, clock)],
    });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    run += 1;
    now = START + run * 1000;
    asked.length = 0;
    incidents.length = 0;
    opened.length = 0;
    sealed = () => ok(PERSON);
    accept = async () => ({ outcome: 'accepted', reference: 'R1' });
    decide = async () => ({ outcome: 'refused', reason: 'legal-bar' });
    kiosk = `A-${run}`;
    const authority: Authority = {
      accept: (request) => {
        asked.push(`accept ${request.application}`);
        return accept();
      },
      decide: (request) => {
        asked.push(`decide ${request.application}`);
        return decide();
      },
    };
    worker = createAuthorityWorker({
      store: db.store,
      ledger,
      authority,
      openSealed: async (_place, _who, why) => {
        const id = why.slice(-36);
        opened.push(id);
        return sealed(id);
      },
      incidents: { record: ({ name }) => void incidents.push(name) },
      clock,
      random: () => 0.5,
      log: () => {},
    });
    await addKiosks(db.store, kiosk);
    await db.store.write((tx) => tx.deleteFrom('authority_task').execute());
    const journal = new TestJournal(kiosk);
    journal.application(run);
    await ledger.ingest([journal.batch(1)]);
  });

  const row = () =>
    db.store.read.selectFrom('application').selectAll().where('id', '=', uuid(run)).executeTakeFirstOrThrow();
  const tasks = () => db.store.read.selectFrom('authority_task').selectAll().execute();
  const work = async () => {
    worker.start();
    await worker.idle();
    await worker.stop();
  };

  test('a received application is accepted and decided in one go', async () => {
    await work();
    expect(await row()).toMatchObject({
      acceptance: 'accepted',
      reference: 'R1',
      decision: 'refused',
      decided_day: '2026-03-02',
    });
    expect(await tasks()).toEqual([]);
    await work();
    expect(asked).toEqual([`accept ${uuid(run)}`, `decide ${uuid(run)}`]);
  });

  test('one that is not accepted is not decided', async () => {
    accept = async () => ({ outcome: 'not-accepted', reason: 'counter-required' });
    await work();
    expect(await row()).toMatchObject({ acceptance: 'not-accepted', decision: 'none' });
    expect(await tasks()).toEqual([]);
  });

  test('an undecided one is asked about less and less often; what is personal is opened once', async () => {
    decide = async () => ({ outcome: 'undecided' });
    await work();
    expect(await row()).toMatchObject({ acceptance: 'accepted', decision: 'none' });
    await work();
    expect(asked).toHaveLength(2);
    expect(await tasks()).toMatchObject([
      { step: 'decide', attempts: 1, due_at: now + 1000, last_error: null },
    ]);
    now += 1000;
    await work();
    expect(await tasks()).toMatchObject([{ attempts: 2, due_at: now + 2000 }]);
    expect(opened).toEqual([uuid(run)]);
    now += 2000;
    decide = async () => ({
      outcome: 'approved',
      grants: [
        {
          place: 'HKG',
          group: 'G',
          entries: 1,
          validFrom: '2026-03-02',
          validUntil: '2026-06-01',
          number: 'N',
        },
      ],
    });
    await work();
    expect(await row()).toMatchObject({ decision: 'approved' });
    expect(asked.filter((a) => a.startsWith('accept'))).toHaveLength(1);
  });

  test('an authority that fails is asked again, later each time, and staff see it', async () => {
    accept = () => Promise.reject(new Error('answered with 500'));
    await work();
    expect(await tasks()).toMatchObject([
      { attempts: 1, last_error: 'answered with 500', due_at: now + 1000 },
    ]);
    now += 1000;
    await work();
    expect(await tasks()).toMatchObject([{ attempts: 2, due_at: now + 2000 }]);
    expect(incidents).toContain('authority-failing');
    accept = async () => ({ outcome: 'accepted', reference: 'R2' });
    now += 2000;
    await work();
    expect(await row()).toMatchObject({ acceptance: 'accepted', decision: 'refused' });
  });

  test('a payload that cannot be opened holds up nobody else, is no failure of the authority, and is tried slowly', async () => {
    const journal = new TestJournal(kiosk);
    journal.application(run);
    journal.application(run + 70_000);
    await ledger.ingest([journal.batch(1)]);
    sealed = (id) => (id === uuid(run) ? err('unreadable') : ok(PERSON));
    await work();
    const decisions = await db.store.read
      .selectFrom('application')
      .select(['id', 'decision'])
      .where('kiosk_id', '=', kiosk)
      .orderBy('id')
      .execute();
    expect(decisions).toEqual([
      { id: uuid(run), decision: 'none' },
      { id: uuid(run + 70_000), decision: 'refused' },
    ]);
    expect(incidents).toEqual(['sealed-unreadable']);
    expect(await tasks()).toMatchObject([
      {
        application_id: uuid(run),
        attempts: 1,
        last_error: 'sealed payload unreadable',
        due_at: now + 600_000,
      },
    ]);
    now += 600_000;
    sealed = () => ok(PERSON);
    await work();
    expect(await row()).toMatchObject({ decision: 'refused' });
  });

  test('an authority that is away is asked about one application now and then, not about all that wait', async () => {
    const journal = new TestJournal(kiosk);
    for (let n = 0; n < 40; n += 1) journal.application(run + n * 1000);
    await ledger.ingest([journal.batch(1)]);
    accept = () => Promise.reject(new Error('answered with 503'));
    await work();
    expect(asked.length).toBeLessThanOrEqual(8);
    const first = asked.length;
    await work();
    expect(asked).toHaveLength(first);
    // Two minutes of it: what is personal is not opened for every one that waits.
    for (let second = 0; second < 120; second += 2) {
      now += 2000;
      await work();
    }
    expect(opened.length).toBeLessThan(40);
    expect(opened.length).toBeGreaterThan(first);
    accept = async () => ({ outcome: 'accepted', reference: 'R1' });
    now += 600_000 * 1.25;
    await work();
    expect(await tasks()).toEqual([]);
  });

  test('a server that died while it asked: the task is taken up again after its lease', async () => {
    await db.store.write((tx) =>
      tx
        .updateTable('authority_task')
        .set({ due_at: now + 60_000 })
        .execute(),
    );
    await work();
    expect(asked).toEqual([]);
    now += 60_001;
    await work();
    expect(await row()).toMatchObject({ decision: 'refused' });
  });
});

test('the simulated authority keeps the two rules a kiosk knows', async () => {
  const authority = new SimulatedAuthority();
  const request = {
    application: uuid(1),
    item: 'hk-macao-endorsement',
    choices: [{ place: 'HKG', group: 'G', months: 12, entries: 2 } as const],
    applicant: PERSON,
    submittedDay: '2026-03-02',
    station: 'S1',
  };
  expect(
    await authority.accept({ ...request, applicant: { ...PERSON, permitExpiry: '2026-03-01' } }),
  ).toEqual({
    outcome: 'not-accepted',
    reason: 'permit-expired',
  });
  expect(
    await authority.accept({ ...request, applicant: { ...PERSON, birthDate: '2010-03-03' } }),
  ).toMatchObject({
    outcome: 'not-accepted',
  });
  const accepted = await authority.accept(request);
  if (accepted.outcome !== 'accepted') throw new Error('not accepted');
  expect(await authority.decide(request, accepted.reference)).toMatchObject({ outcome: 'approved' });
  const refused = SIMULATED_PEOPLE.find((p) => p.authority === 'refuse');
  const { idNumber } = refused?.idCard ?? PERSON;
  const taken = await authority.accept({ ...request, applicant: { ...PERSON, idNumber } });
  if (taken.outcome !== 'accepted') throw new Error('not accepted');
  const { applicant: _, ...withoutPerson } = request;
  expect(await authority.decide(withoutPerson, taken.reference)).toEqual({
    outcome: 'refused',
    reason: refused?.reason ?? 'not-stated',
  });
  expect(await authority.decide(request, 'R')).toEqual({
    outcome: 'approved',
    grants: [
      {
        place: 'HKG',
        group: 'G',
        entries: 2,
        validFrom: '2026-03-02',
        validUntil: '2027-03-01',
        number: 'R-HKG',
      },
    ],
  });
});
