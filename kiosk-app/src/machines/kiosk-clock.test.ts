import type { IdCard } from '@haizhu/shared/identity/id-card';
import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_AT, ClockStage, TRUE_START } from '../testing/clock-stage.ts';
import { person, settled } from '../testing/session-stage.ts';
import { WORK_TIMES } from './work-monitor.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const to = (date: string) => Date.parse(`${date}T02:00:00Z`) - TRUE_START;
const ADULT = person('lin-yuehe');
const BOY = person('tan-xiaoyu');
/** Whose sixteenth birthday was yesterday. */
const YOUNG: { readonly idCard: IdCard; readonly permitCard: typeof ADULT.permitCard } = {
  idCard: { ...ADULT.idCard, birthDate: '2010-11-22' },
  permitCard: { ...ADULT.permitCard, birthDate: '2010-11-22' },
};

async function open(errorMs = 0): Promise<ClockStage> {
  const kiosk = new ClockStage();
  await kiosk.setClock(errorMs);
  await kiosk.start();
  return kiosk;
}

const submitted = async (kiosk: ClockStage) =>
  (await kiosk.entries()).filter(({ kind }) => kind === 'application.submitted');

describe('a start without a network', () => {
  it.each([
    ['1970', to('1970-01-01'), 'before-build'],
    ['2022', to('2022-01-01'), 'before-build'],
    ['2099', to('2099-01-01'), 'long-after'],
    ['three weeks too late', 21 * DAY, 'long-after'],
    ['an hour before the newest entry', -HOUR, 'before-known'],
  ])(
    'at %s says what is wrong, begins nothing, and lets applications be looked up',
    async (_, error, doubt) => {
      const kiosk = await open();
      await kiosk.connect();
      await kiosk.cut();
      await kiosk.setClock(error);
      await kiosk.restart(MINUTE);
      expect(kiosk.shown).toMatchObject({ screen: 'stopped', reasons: [], clock: doubt, lookUp: true });
      expect(kiosk.run.link.reports.at(-1)).toMatchObject({
        level: 'out-of-service',
        faults: ['work-clock'],
      });
      await kiosk.visit(ADULT.idCard, ADULT.permitCard);
      expect(kiosk.declined).toEqual([]);
      expect(await submitted(kiosk)).toEqual([]);
      await kiosk.do({ type: 'START', service: 'check', language: 'zh' });
      expect(kiosk.screen).toBe('session:check-code');
    },
  );

  it('at a time that nothing speaks against takes work, and names no ground that hangs on the date', async () => {
    const kiosk = await open();
    expect(kiosk.screen).toBe('attract');
    await kiosk.visit(ADULT.idCard, ADULT.permitCard);
    expect(await submitted(kiosk)).toHaveLength(1);
    await kiosk.visit(BOY.idCard, BOY.permitCard);
    expect(kiosk.declined).toEqual(['date-unknown']);
    await kiosk.connect();
    await kiosk.visit(BOY.idCard, BOY.permitCard);
    expect(kiosk.declined).toEqual(['date-unknown', 'under-age']);
  });

  it('and a wrong clock takes work again when the network is there, and nothing has grown old by it', async () => {
    const kiosk = await open(to('2022-01-01'));
    expect(kiosk.reasons).toEqual(['before-build']);
    await kiosk.setClock(0);
    await kiosk.connectForAMoment();
    await kiosk.wait(WORK_TIMES.calmMs);
    await kiosk.wait(WORK_TIMES.lookMs);
    expect(kiosk.screen).toBe('attract');
    const entries = await kiosk.entries();
    expect(entries[0]).toMatchObject({ kind: 'kiosk.started', at: BUILT_AT });
    expect(entries.at(-1)?.at).toBeGreaterThanOrEqual(TRUE_START);
  });

  it('after a week in which it was off does not age by that week what was written in it since', async () => {
    const kiosk = await open();
    await kiosk.connect();
    await kiosk.cut();
    await kiosk.setClock(to('1970-01-01'));
    await kiosk.restart(7 * DAY);
    expect(kiosk.reasons).toEqual(['before-build']);
    await kiosk.setClock(0);
    for (const _ of ['found by the machine', 'told by a server']) {
      await kiosk.wait(WORK_TIMES.lookMs);
      await kiosk.wait(WORK_TIMES.calmMs);
      expect(await kiosk.trulyWaitedMs()).toBeGreaterThan(0);
      expect(kiosk.shown).toMatchObject({ screen: 'attract', warnings: [] });
      await kiosk.connectForAMoment();
    }
  });

  it('takes work when the machine itself finds the right time (NTP), without a server', async () => {
    const kiosk = await open(to('1970-01-01'));
    await kiosk.setClock(0);
    await kiosk.wait(WORK_TIMES.clockMs);
    await kiosk.wait(WORK_TIMES.calmMs);
    expect(kiosk.screen).toBe('attract');
    await kiosk.visit(ADULT.idCard, ADULT.permitCard);
    expect((await submitted(kiosk))[0]?.at).toBeGreaterThanOrEqual(TRUE_START);
  });
});

describe('a clock that jumps', () => {
  it.each([2 * HOUR, -2 * HOUR, 3 * DAY, to('1970-01-01'), to('2099-01-01')])(
    'by %d ms while no server has told the time stops new work, until it is back or the server tells it',
    async (error) => {
      const kiosk = await open();
      await kiosk.setClock(error);
      await kiosk.visit(ADULT.idCard, ADULT.permitCard);
      expect(await submitted(kiosk)).toEqual([]);
      expect(kiosk.screen).toBe('stopped');
      await kiosk.setClock(0);
      await kiosk.wait(WORK_TIMES.clockMs + WORK_TIMES.calmMs);
      await kiosk.wait(WORK_TIMES.calmMs);
      expect(kiosk.screen).toBe('attract');
    },
  );

  it('or a machine that slept, offline after a server told the time, stops new work', async () => {
    const kiosk = await open();
    await kiosk.connect();
    await kiosk.cut();
    await kiosk.suspend(2 * HOUR);
    await kiosk.wait(WORK_TIMES.clockMs);
    expect(kiosk.reasons).toContain('jumped');
    await kiosk.connect();
    await kiosk.wait(WORK_TIMES.calmMs);
    expect(kiosk.screen).toBe('attract');
  });

  it('to the right time is a correction, and stops nothing', async () => {
    const kiosk = await open(50 * MINUTE);
    await kiosk.connect();
    await kiosk.cut();
    await kiosk.setClock(0);
    await kiosk.wait(WORK_TIMES.clockMs);
    expect(kiosk.shown).toMatchObject({ screen: 'attract', warnings: [] });
  });

  it('by less than two minutes is none, and DST is not known to it', async () => {
    const kiosk = await open();
    await kiosk.setClock(110_000);
    await kiosk.wait(WORK_TIMES.clockMs);
    expect(kiosk.screen).toBe('attract');
  });
});

describe('a correction during a visit', () => {
  it.each([
    ['a server', async (kiosk: ClockStage) => kiosk.connect()],
    ['the machine itself', async (kiosk: ClockStage) => kiosk.setClock(0)],
  ] as const)('by %s is not felt: nothing runs out, nobody is sent away', async (_, correct) => {
    for (const before of ['id', 'permit', 'confirm'] as const) {
      for (const error of [3 * DAY, 6 * DAY]) {
        const kiosk = await open(error);
        await kiosk.visit(YOUNG.idCard, YOUNG.permitCard, { before, happens: () => correct(kiosk) });
        expect(kiosk.declined).toEqual([]);
        expect(await submitted(kiosk)).toHaveLength(1);
      }
    }
  });

  it('leaves deadlines and durations alone', async () => {
    const kiosk = await open(5 * DAY);
    await kiosk.do({ type: 'START', service: 'endorsement', language: 'zh' });
    await kiosk.wait(60_000);
    const before = kiosk.shown;
    expect(before).toMatchObject({ view: { idleWarning: { deadline: expect.any(Number) } } });
    await kiosk.connect();
    expect(kiosk.shown).toEqual(before);
    await kiosk.do({ type: 'STILL_HERE' });
    await kiosk.wait(30_000);
    await kiosk.do({ type: 'EXIT' });
    await kiosk.serve();
    const ended = (await kiosk.entries()).find(({ kind }) => kind === 'session.ended');
    expect(ended?.body).toMatchObject({ outcome: 'abandoned', durationMs: 90_000 });
  });

  it('or of a fault makes it as long as it was', async () => {
    const kiosk = await open(to('2022-01-01'));
    kiosk.run.devices.setFaults('receipt-paper-out');
    await kiosk.wait(10 * MINUTE);
    await kiosk.setClock(0);
    await kiosk.connect();
    kiosk.run.devices.setFaults();
    await kiosk.wait(10 * MINUTE);
    const entries = await kiosk.entries();
    const at = (kind: string) => Number(entries.find((entry) => entry.kind === kind)?.body['at']);
    expect(at('fault.cleared') - at('fault.begun')).toBe(10 * MINUTE);
  });
});

describe('a cut during a visit', () => {
  it('waits for the holder where the clock cannot say how long ago that was, and gives the card to nobody else', async () => {
    const kiosk = await open();
    await kiosk.connect();
    await kiosk.do({ type: 'START', service: 'endorsement', language: 'zh' });
    await kiosk.setClock(to('1970-01-01'));
    await kiosk.cut();
    kiosk.cardAtStart = 'inside';
    await kiosk.restart(MINUTE);
    expect(kiosk.run.devices.waiting).toEqual(['acceptPermitCard']);
    await kiosk.wait(2 * MINUTE);
    expect(kiosk.run.devices.card).toBe('bin');
    expect(kiosk.run.devices.calls).not.toContain('returnPermitCard');
    await kiosk.wait(MINUTE);
    const ended = (await kiosk.entries()).find(({ kind }) => kind === 'session.ended');
    expect(ended?.body).toMatchObject({ outcome: 'interrupted', durationMs: 0 });
  });
});

describe('whatever the clock, the power and the network do', () => {
  const error = fc.constantFrom(
    0,
    0,
    to('1970-01-01'),
    to('2022-01-01'),
    to('2099-01-01'),
    -5 * DAY,
    -3 * HOUR,
    100_000,
    3 * HOUR,
    2 * DAY,
    6 * DAY,
    9 * DAY,
  );
  const who = fc.constantFrom(ADULT, YOUNG, BOY);
  const meanwhile = fc.record({ before: fc.constantFrom('id', 'permit', 'confirm'), error });
  const visit = fc.record({ type: fc.constant('visit' as const), who, meanwhile: fc.option(meanwhile) });
  const step = fc.oneof(
    fc.record({ type: fc.constant('clock' as const), error }),
    { weight: 4, arbitrary: visit },
    fc.record({ type: fc.constant('online' as const) }),
    fc.record({ type: fc.constant('moment' as const) }),
    fc.record({ type: fc.constant('cut' as const) }),
    fc.record({ type: fc.constant('restart' as const), ms: fc.constantFrom(MINUTE, 10 * HOUR, 3 * DAY) }),
    fc.record({ type: fc.constant('suspend' as const), ms: fc.constantFrom(MINUTE, 5 * HOUR) }),
    fc.record({ type: fc.constant('wait' as const), ms: fc.constantFrom(1000, MINUTE, HOUR) }),
    fc.record({ type: fc.constant('fault' as const) }),
  );

  it('no adult hears "under 16", no entry is out of order, nothing is aged or told by a wrong clock', async () => {
    let visits = 0;
    await fc.assert(
      fc.asyncProperty(error, fc.array(step, { maxLength: 14 }), async (first, steps) => {
        const kiosk = await open(first);
        for (const todo of steps) {
          if (todo.type === 'clock') await kiosk.setClock(todo.error);
          else if (todo.type === 'online') await kiosk.connect();
          else if (todo.type === 'moment') await kiosk.connectForAMoment();
          else if (todo.type === 'cut') await kiosk.cut();
          else if (todo.type === 'restart') await kiosk.restart(todo.ms);
          else if (todo.type === 'suspend') await kiosk.suspend(todo.ms);
          else if (todo.type === 'wait') await kiosk.wait(todo.ms);
          else if (todo.type === 'fault') {
            kiosk.run.devices.setFaults('receipt-paper-out');
            await kiosk.wait(MINUTE);
            kiosk.run.devices.setFaults();
            await kiosk.wait(MINUTE);
          } else {
            const isWrong = kiosk.run.clock.state().trust === 'wrong';
            const before = [(await submitted(kiosk)).length, kiosk.declined.length];
            const change = todo.meanwhile;
            await kiosk.visit(
              todo.who.idCard,
              todo.who.permitCard,
              change === null
                ? undefined
                : {
                    before: change.before as 'id' | 'permit' | 'confirm',
                    happens: () => kiosk.setClock(change.error),
                  },
            );
            const after = [(await submitted(kiosk)).length, kiosk.declined.length];
            if (isWrong) expect(after).toEqual(before);
            if (todo.who !== BOY) {
              const said = kiosk.declined.slice(before[1]);
              for (const ground of said) expect(ground).toBe('date-unknown');
            }
            visits += after[0] === before[0] ? 0 : 1;
          }
          await settled();
          const isAged = kiosk.reasons.includes('oldestMs');
          if (isAged && kiosk.errorMs === 0) {
            expect(await kiosk.trulyWaitedMs()).toBeGreaterThan(DEFAULT_WORK_LIMITS.oldestMs.stop - 2 * HOUR);
          }
        }

        const entries = await kiosk.entries();
        entries.forEach((entry, index) => {
          expect(entry.at).toBeGreaterThanOrEqual(entries[index - 1]?.at ?? BUILT_AT);
          // Ten days ahead is the most that passes for a time; a minute or so is nobody's error.
          const written = kiosk.writtenAt[index] ?? 0;
          expect(entry.at).toBeLessThanOrEqual(written + 10 * DAY + HOUR);
          if (entry.kind === 'session.ended' && entry.body['outcome'] !== 'interrupted') {
            expect(Number(entry.body['durationMs'])).toBeLessThan(10 * MINUTE);
          }
          if (entry.kind === 'fault.cleared') {
            const begun = entries.find(
              ({ kind, body }) => kind === 'fault.begun' && body['occurrence'] === entry.body['occurrence'],
            );
            expect(Number(entry.body['at']) - Number(begun?.body['at'])).toBeLessThan(2 * HOUR);
          }
        });

        // The clock is right again, and the server is there: everything is as if nothing had been.
        await kiosk.setClock(0);
        await kiosk.connect();
        await kiosk.wait(WORK_TIMES.clockMs);
        await kiosk.wait(WORK_TIMES.calmMs);
        await kiosk.wait(WORK_TIMES.calmMs);
        expect(kiosk.screen).toBe('attract');
        await kiosk.visit(YOUNG.idCard, YOUNG.permitCard);
        expect((await submitted(kiosk)).at(-1)?.at).toBeGreaterThanOrEqual(kiosk.trueNow - HOUR);
        // And stays so without the network, and over a cut of the power.
        await kiosk.cut();
        await kiosk.restart(MINUTE);
        expect(kiosk.screen).toBe('attract');
      }),
      { numRuns: 150 },
    );
    // The run has to have met citizens who could apply, or it has shown nothing.
    expect(visits).toBeGreaterThan(0);
  }, 60_000);
});
