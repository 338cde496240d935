import { type FaultId, faultById } from '@haizhu/shared/faults/registry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createActor, createMachine, SimulatedClock } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { type FaultReport, type FaultSign, faultMachine } from './device-monitor-fault.ts';

const FAULT: FaultId = 'card-reader-offline';
const debounce = faultById(FAULT)?.debounceMs ?? { begin: 0, clear: 0 };

/** Runs one fault under a parent that writes down what it is told, on a clock that only the test moves. */
function start(resumed = false) {
  const clock = new SimulatedClock();
  const reports: FaultReport[] = [];
  const parent = createMachine({
    types: {} as { events: FaultReport | FaultSign },
    invoke: {
      id: 'fault',
      src: faultMachine,
      input: { faultId: FAULT, now: () => ({ at: clock.now(), monotonic: clock.now() }), resumed },
    },
    on: {
      FAULT_BEGUN: { actions: ({ event }) => reports.push(event) },
      FAULT_CLEARED: { actions: ({ event }) => reports.push(event) },
    },
  });
  const actor = createActor(parent, { clock }).start();
  const send = (type: FaultSign['type']) => actor.getSnapshot().children['fault']?.send({ type });
  return { clock, reports, send };
}

describe('one fault', () => {
  it('begins at its first sign, once the sign lasted', () => {
    const { clock, reports, send } = start();
    clock.increment(1000);
    send('PRESENT');
    clock.increment(debounce.begin - 1);
    expect(reports).toEqual([]);
    clock.increment(1);
    expect(reports).toMatchObject([{ type: 'FAULT_BEGUN', faultId: FAULT, at: 1000 }]);
  });

  it('does not begin for a flicker', () => {
    const { clock, reports, send } = start();
    send('PRESENT');
    clock.increment(debounce.begin - 1);
    send('ABSENT');
    clock.increment(debounce.clear + debounce.begin);
    expect(reports).toEqual([]);
  });

  it('begins for a contact that is loose faster than the debounce', () => {
    const { clock, reports, send } = start();
    for (let i = 0; i < 3; i += 1) {
      send('PRESENT');
      clock.increment(debounce.begin / 2);
      send('ABSENT');
      clock.increment(debounce.begin / 2);
    }
    expect(reports).toMatchObject([{ type: 'FAULT_BEGUN', faultId: FAULT, at: 0 }]);
  });

  it('is cleared at the moment the sign went, once it stayed away', () => {
    const { clock, reports, send } = start(true);
    send('PRESENT');
    clock.increment(5000);
    send('ABSENT');
    clock.increment(debounce.clear);
    expect(reports).toMatchObject([{ type: 'FAULT_CLEARED', faultId: FAULT, at: 5000 }]);
  });

  it('is held while nothing can be said', () => {
    const { clock, reports, send } = start(true);
    send('ABSENT');
    send('UNKNOWN');
    clock.increment(1_000_000);
    expect(reports).toEqual([]);
    send('ABSENT');
    clock.increment(debounce.clear);
    expect(reports).toMatchObject([{ type: 'FAULT_CLEARED', faultId: FAULT, at: 1_000_000 }]);
  });

  it('begins and is cleared by turns, and never flickers, whatever the signs', () => {
    const step = fc.record({
      sign: fc.constantFrom<FaultSign['type']>('PRESENT', 'ABSENT', 'UNKNOWN'),
      ms: fc.integer({ min: 0, max: debounce.clear + 1000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), (steps, resumed) => {
        const { clock, reports, send } = start(resumed);
        for (const { sign, ms } of steps) {
          send(sign);
          clock.increment(ms);
        }
        reports.forEach((report, at) => {
          const isBegin = at % 2 === (resumed ? 1 : 0);
          expect(report.type).toBe(isBegin ? 'FAULT_BEGUN' : 'FAULT_CLEARED');
          expect(report.at).toBeGreaterThanOrEqual(reports[at - 1]?.at ?? 0);
        });
      }),
    );
  });
});

describe('generated paths', () => {
  // Without a parent nobody is told; what it is told is checked below, on the running machine.
  const silent = faultMachine.provide({ actions: { begin: () => {}, clear: () => {} } });
  const paths = getShortestPaths(silent, {
    input: { faultId: FAULT, now: () => ({ at: 0, monotonic: 0 }), resumed: false },
    // Signs and the ends of delays.
    events: silent.events.map((type) => ({ type }) as FaultSign),
    serializeState: (state) => JSON.stringify([state.value, state.context.appearances]),
    limit: 500,
  });
  const ended = paths.map((path) => JSON.stringify(path.state.value));

  it('reach every state', () => {
    for (const state of [
      '"absent"',
      '{"suspected":"showing"}',
      '{"suspected":"gone"}',
      '{"open":"showing"}',
      '{"open":"clearing"}',
      '{"open":"held"}',
    ]) {
      expect(ended).toContain(state);
    }
  });

  it.each(paths.map((path) => [path.steps.map((step) => step.event.type).join(' → '), path] as const))(
    '%s',
    (_, path) => {
      const { clock, reports, send } = start();
      for (const { type } of path.steps.map(({ event }) => event as { readonly type: string })) {
        if (type.startsWith('xstate.after')) {
          clock.increment(type.includes('begin') ? debounce.begin : debounce.clear);
        } else if (type !== 'xstate.init') {
          send(type as FaultSign['type']);
        }
      }
      // Whoever listened knows whether the fault is open: as many beginnings as ends, or one more.
      const balance = reports.reduce((sum, report) => sum + (report.type === 'FAULT_BEGUN' ? 1 : -1), 0);
      expect(balance).toBe(JSON.stringify(path.state.value).startsWith('{"open"') ? 1 : 0);
    },
  );
});
