import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeGauge, FakeLink } from '../testing/fake-ports.ts';
import { NOON, settled } from '../testing/session-stage.ts';
import { WORK_TIMES, workMonitorMachine, workVerdict } from './work-monitor.ts';

const HOUR = 3_600_000;

async function start(prepare: (gauge: FakeGauge, link: FakeLink) => void = () => {}) {
  const timers = new SimulatedClock();
  const gauge = new FakeGauge();
  const link = new FakeLink();
  prepare(gauge, link);
  const clock = new FakeClock(() => NOON + timers.now());
  const actor = createActor(workMonitorMachine, { clock: timers, input: { gauge, link, clock } });
  actor.start();
  await settled();
  return {
    gauge,
    link,
    clock,
    actor,
    verdict: () => workVerdict(actor.getSnapshot()),
    async wait(ms: number) {
      timers.increment(ms);
      await settled();
    },
    async stored() {
      actor.send({ type: 'STORED' });
      await settled();
    },
  };
}

describe('limits', () => {
  it('that are not passed let the kiosk work', async () => {
    const { verdict } = await start();
    expect(verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
  });

  it('that are kept on disk hold from the start, without a server', async () => {
    const { verdict } = await start((gauge, link) => {
      gauge.setLimits({ queued: { warn: 2, stop: 4 } });
      link.set({ online: false, queued: 5, oldestAt: NOON, clockErrorMs: null });
    });
    expect(verdict()).toMatchObject({
      level: 'stop',
      reasons: [{ limit: 'queued', level: 'stop', value: 5, bound: 4 }],
    });
  });

  it('follow what the server says at its next welcome', async () => {
    const { gauge, link, verdict } = await start();
    link.set({ queued: 5 });
    expect(verdict().level).toBe('ok');
    gauge.setLimits({ queued: { warn: 4, stop: 9 } });
    expect(verdict().level).toBe('warn');
    gauge.setLimits({ queued: { warn: 2, stop: 4 } });
    expect(verdict().level).toBe('stop');
  });

  it('of age are passed by waiting alone', async () => {
    const { link, verdict, wait } = await start();
    link.set({ online: false, queued: 1, oldestAt: NOON });
    await wait(24 * HOUR);
    expect(verdict().level).toBe('ok');
    await wait(WORK_TIMES.lookMs);
    expect(verdict()).toMatchObject({ level: 'warn', reasons: [{ limit: 'oldestMs' }] });
  });

  it('of the clock hold with what an earlier run measured, until this one measures', async () => {
    const { link, verdict, wait } = await start((gauge, link) => {
      gauge.knownClockErrorMs = -2 * HOUR;
      link.set({ online: false, clockErrorMs: null });
    });
    expect(verdict()).toMatchObject({ level: 'stop', reasons: [{ limit: 'clockErrorMs', value: 2 * HOUR }] });
    link.set({ online: true, clockErrorMs: 300 });
    await wait(WORK_TIMES.calmMs);
    expect(verdict().level).toBe('ok');
  });

  it('stop at once, and let go only after a calm while, with the reason still told', async () => {
    const { link, verdict, wait } = await start((gauge) => gauge.setLimits({ queued: { warn: 1, stop: 2 } }));
    link.set({ queued: 3 });
    expect(verdict().level).toBe('stop');
    link.set({ queued: 2 });
    await wait(WORK_TIMES.calmMs - 1);
    expect(verdict()).toMatchObject({ level: 'stop', reasons: [{ value: 3 }] });
    link.set({ queued: 4 });
    link.set({ queued: 0 });
    await wait(WORK_TIMES.calmMs - 1);
    expect(verdict().level).toBe('stop');
    await wait(1);
    expect(verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
  });
});

describe('the storage', () => {
  it('is looked at each minute, and after entries at a bounded rate', async () => {
    const { gauge, wait, stored } = await start();
    expect(gauge.looks).toBe(1);
    for (let second = 0; second < 600; second += 1) {
      await stored();
      await wait(1000);
    }
    const busy = gauge.looks - 1;
    expect(busy).toBeGreaterThan(50);
    expect(busy).toBeLessThanOrEqual(600_000 / WORK_TIMES.restMs);
    await wait(WORK_TIMES.restMs);
    const before = gauge.looks;
    for (let minute = 0; minute < 10; minute += 1) await wait(WORK_TIMES.lookMs);
    expect(gauge.looks - before).toBeLessThanOrEqual(11);
    expect(gauge.looks - before).toBeGreaterThanOrEqual(5);
  });

  it('that is almost full warns, then stops; a browser that fails to tell changes nothing', async () => {
    const { gauge, verdict, wait } = await start();
    const look = async (told: FakeGauge['told']) => {
      gauge.told = told;
      for (const ms of [WORK_TIMES.restMs, WORK_TIMES.lookMs]) await wait(ms);
      return verdict().level;
    };
    expect(await look({ usedBytes: 71, quotaBytes: 100 })).toBe('warn');
    expect(await look({ usedBytes: 91, quotaBytes: 100 })).toBe('stop');
    expect(await look(new Error('no answer'))).toBe('stop');
    await look({ usedBytes: 10, quotaBytes: 100 });
    await wait(WORK_TIMES.calmMs);
    expect(verdict().level).toBe('ok');
  });

  it('that refuses an entry stops the kiosk until it takes more than an entry', async () => {
    const { gauge, actor, verdict, wait, stored } = await start();
    gauge.takesMore = false;
    actor.send({ type: 'REFUSED' });
    expect(verdict()).toEqual({ level: 'stop', reasons: [], refused: true });
    // Something small found room: an application would not.
    await stored();
    await wait(WORK_TIMES.probeMs);
    expect(gauge.probes).toBe(1);
    expect(verdict().refused).toBe(true);
    gauge.takesMore = true;
    await wait(WORK_TIMES.probeMs);
    expect(verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
    await wait(10 * WORK_TIMES.probeMs);
    expect(gauge.probes).toBe(2);
  });
});

describe('whatever happens', () => {
  it('what is passed is always told, and what is fine lets go', async () => {
    const step = fc.record({
      queued: fc.integer({ min: 0, max: 8 }),
      clockErrorMs: fc.constantFrom(null, 0, 200_000, 2 * HOUR),
      refused: fc.boolean(),
      ms: fc.integer({ min: 0, max: 12_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const stage = await start((gauge) => gauge.setLimits({ queued: { warn: 2, stop: 5 } }));
        for (const { queued, clockErrorMs, refused, ms } of steps) {
          stage.link.set({ queued, clockErrorMs });
          if (refused) stage.actor.send({ type: 'REFUSED' });
          const isStop = queued > 5 || (clockErrorMs ?? 0) > DEFAULT_WORK_LIMITS.clockErrorMs.stop;
          if (isStop || refused) expect(stage.verdict().level).toBe('stop');
          await stage.wait(ms);
        }
        stage.link.set({ queued: 0, clockErrorMs: 0 });
        await stage.wait(WORK_TIMES.calmMs + WORK_TIMES.probeMs);
        expect(stage.verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
      }),
    );
  });
});

describe('the clock', () => {
  it('that is wrong stops the kiosk by itself, and is named until it was right for a calm while', async () => {
    const { clock, verdict, wait } = await start();
    clock.known = { trust: 'wrong', doubt: 'jumped' };
    await wait(WORK_TIMES.clockMs);
    expect(verdict()).toEqual({ level: 'stop', reasons: [], refused: false, clock: 'jumped' });
    clock.known = { trust: 'right' };
    await wait(WORK_TIMES.clockMs);
    expect(verdict()).toEqual({ level: 'stop', reasons: [], refused: false, clock: 'jumped' });
    await wait(WORK_TIMES.calmMs);
    expect(verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
  });

  it('is asked at once where somebody wants to begin something', async () => {
    const { actor, clock, verdict } = await start();
    clock.known = { trust: 'wrong', doubt: 'before-known' };
    expect(verdict().level).toBe('ok');
    actor.send({ type: 'LOOK' });
    expect(verdict()).toMatchObject({ level: 'stop', clock: 'before-known' });
  });

  it('that is wrong ages nothing', async () => {
    const { clock, link, verdict, wait } = await start();
    link.set({ queued: 1, oldestAt: NOON - 97 * HOUR });
    expect(verdict().reasons).toMatchObject([{ limit: 'oldestMs' }]);
    clock.known = { trust: 'wrong', doubt: 'long-after' };
    await wait(WORK_TIMES.clockMs);
    expect(verdict()).toMatchObject({ level: 'stop', reasons: [], clock: 'long-after' });
  });

  it('that was put right since the last connection has no error any more', async () => {
    const { clock, link, verdict, wait } = await start();
    link.set({ online: false, clockErrorMs: -42_960 * HOUR });
    expect(verdict().reasons).toMatchObject([{ limit: 'clockErrorMs' }]);
    clock.errorMs = () => 0;
    await wait(WORK_TIMES.clockMs + WORK_TIMES.calmMs);
    await wait(WORK_TIMES.calmMs);
    expect(verdict()).toEqual({ level: 'ok', reasons: [], refused: false });
  });
});
