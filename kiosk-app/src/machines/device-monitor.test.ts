import { FAULTS, type FaultId } from '@haizhu/shared/faults/registry';
import { describe, expect, it } from 'vitest';
import { createActor, SimulatedClock } from 'xstate';
import type { DeviceCondition } from '../ports/devices.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { type DeviceMonitorEmitted, deviceMonitorMachine, type OpenOccurrence } from './device-monitor.ts';
import { isAllKnown, serviceLevel, signOf } from './device-monitor-level.ts';

const DEVICES = ['device-service', 'id-reader', 'card-reader', 'card-printer', 'receipt-printer'] as const;
const LOST: DeviceCondition = {
  device: 'device-service',
  online: false,
  faults: ['device-service-lost'],
  simulated: false,
};

/** All devices in order but for the named faults. An offline one answers nothing else. */
function conditions(...faults: FaultId[]): DeviceCondition[] {
  return DEVICES.map((device) => {
    const own = faults.filter((id) => FAULTS.find((fault) => fault.id === id)?.device === device);
    return {
      device,
      online: !own.some((id) => id.endsWith('-offline')),
      faults: own,
      simulated: device === 'card-printer',
    };
  });
}

const LONG = 60_000;

function start(open: readonly OpenOccurrence[] = []) {
  const clock = new SimulatedClock();
  const emitted: DeviceMonitorEmitted[] = [];
  const listeners = new Set<(conditions: readonly DeviceCondition[]) => void>();
  let ids = 0;
  const actor = createActor(deviceMonitorMachine, {
    clock,
    input: {
      peripherals: {
        watch: (listener) => {
          listeners.add(listener);
          listener([LOST]);
          return () => listeners.delete(listener);
        },
      },
      open,
      clock: new FakeClock(() => clock.now()),
      newId: () => {
        ids += 1;
        return `occurrence-${ids}`;
      },
    },
  });
  actor.on('*', (event) => emitted.push(event));
  actor.start();
  const tell = (now: readonly DeviceCondition[], ms = LONG) => {
    for (const listener of listeners) listener(now);
    clock.increment(ms);
  };
  const context = () => actor.getSnapshot().context;
  const journal = () => emitted.filter((event) => event.type !== 'level');
  return { actor, clock, tell, context, journal, emitted, listeners };
}

describe('device monitor', () => {
  it('is ready once all devices are known, and says what is simulated', () => {
    const { tell, context, emitted } = start();
    expect(context().ready).toBe(false);
    tell(conditions());
    expect(context()).toMatchObject({ ready: true, level: 'in-service', simulated: ['card-printer'] });
    expect(emitted).toEqual([]);
  });

  it('tells a fault once when it begins and once when it ends', () => {
    const { tell, context, emitted, clock } = start();
    tell(conditions());
    const begun = clock.now();
    tell(conditions('card-reader-jam'));
    expect(context().level).toBe('out-of-service');
    const cleared = clock.now();
    tell(conditions());
    expect(emitted).toEqual([
      {
        type: 'fault.begun',
        occurrenceId: 'occurrence-1',
        faultId: 'card-reader-jam',
        device: 'card-reader',
        at: begun,
      },
      { type: 'level', level: 'out-of-service', faults: ['card-reader-jam'] },
      { type: 'fault.cleared', occurrenceId: 'occurrence-1', at: cleared },
      { type: 'level', level: 'in-service', faults: [] },
    ]);
    expect(context().level).toBe('in-service');
  });

  it('keeps one occurrence for a contact that is loose for a whole minute', () => {
    const { tell, journal } = start();
    tell(conditions());
    for (let i = 0; i < 50; i += 1) tell(i % 2 === 0 ? conditions('id-reader-offline') : conditions(), 1200);
    tell(conditions());
    expect(journal().map((event) => event.type)).toEqual(['fault.begun', 'fault.cleared']);
  });

  it('goes on with a jam while the cable is out, since nobody can say that it is gone', () => {
    const { tell, context } = start();
    tell(conditions('card-reader-jam'));
    tell(conditions('card-reader-offline'));
    expect(context().open.map((o) => o.faultId)).toEqual(['card-reader-jam', 'card-reader-offline']);
    tell(conditions());
    expect(context().open).toEqual([]);
  });

  it('neither begins nor clears device faults while the device service is lost', () => {
    const { tell, context, journal } = start();
    tell(conditions('receipt-paper-out'));
    tell([LOST]);
    expect(context().open.map((o) => o.faultId)).toEqual(['receipt-paper-out', 'device-service-lost']);
    tell(conditions('receipt-paper-out'));
    expect(context()).toMatchObject({ level: 'degraded' });
    expect(journal().map((event) => event.type)).toEqual(['fault.begun', 'fault.begun', 'fault.cleared']);
  });

  it('is ready, out of service, when the device service never answers', () => {
    const { clock, context } = start();
    clock.increment(LONG);
    expect(context()).toMatchObject({ ready: true, level: 'out-of-service' });
  });

  it('goes on with the occurrence of before a restart', () => {
    const open = [{ occurrenceId: 'before', faultId: 'receipt-paper-out', at: -500 }];
    const { tell, context, journal } = start(open);
    expect(context().level).toBe('degraded');
    tell(conditions('receipt-paper-out'));
    expect(journal()).toEqual([]);
    tell(conditions());
    expect(journal()).toEqual([{ type: 'fault.cleared', occurrenceId: 'before', at: LONG }]);
  });

  it('clears an occurrence of before a restart that is gone, not before it began', () => {
    const { tell, journal } = start([
      { occurrenceId: 'before', faultId: 'card-printer-jam', at: 99_000_000 },
    ]);
    tell(conditions());
    expect(journal()).toEqual([{ type: 'fault.cleared', occurrenceId: 'before', at: 99_000_000 }]);
  });

  it('ends at once what cannot go on: an unknown fault, and the later of two records of one fault', () => {
    const { journal, context } = start([
      { occurrenceId: 'old-name', faultId: 'gone-from-registry', at: 1 },
      { occurrenceId: 'second', faultId: 'card-printer-jam', at: 3 },
      { occurrenceId: 'first', faultId: 'card-printer-jam', at: 2 },
    ]);
    expect(journal()).toEqual([
      { type: 'fault.cleared', occurrenceId: 'old-name', at: 0 },
      { type: 'fault.cleared', occurrenceId: 'second', at: 0 },
    ]);
    expect(context().open.map((o) => o.occurrenceId)).toEqual(['first']);
  });

  it('stops listening when it is stopped', () => {
    const { actor, listeners } = start();
    expect(listeners.size).toBe(1);
    actor.stop();
    expect(listeners.size).toBe(0);
  });

  it.each(FAULTS.map((fault) => fault.id))('brings the kiosk to the level of %s', (id) => {
    const { tell, context } = start();
    tell(id === 'device-service-lost' ? [LOST] : conditions(id));
    const severity = FAULTS.find((fault) => fault.id === id)?.severity;
    expect(context().level).toBe(severity === 'notice' ? 'in-service' : severity);
    expect(context().open.map((o) => o.faultId)).toEqual([id]);
  });
});

describe('levels and signs', () => {
  it('takes the worst of what is open', () => {
    expect(serviceLevel([])).toBe('in-service');
    expect(serviceLevel(['receipt-paper-low'])).toBe('in-service');
    expect(serviceLevel(['receipt-paper-low', 'receipt-paper-out'])).toBe('degraded');
    expect(serviceLevel(['receipt-paper-out', 'id-reader-offline'])).toBe('out-of-service');
  });

  it('knows what cannot be known', () => {
    expect(signOf('card-reader-jam', [LOST])).toBe('UNKNOWN');
    expect(signOf('card-reader-jam', conditions('card-reader-offline'))).toBe('UNKNOWN');
    expect(signOf('card-reader-offline', conditions('card-reader-offline'))).toBe('PRESENT');
    expect(signOf('card-reader-missing', conditions('card-reader-offline'))).toBe('ABSENT');
    expect(isAllKnown([LOST])).toBe(false);
    expect(isAllKnown(conditions())).toBe(true);
  });
});
