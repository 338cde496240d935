import { DEFAULT_WORK_LIMITS, type WorkLimits } from '@haizhu/shared/sync/work-limits';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { BrowserWorkGauge, type BrowserWorkGaugeOptions } from './browser-work-gauge.ts';
import { KioskDatabase } from './dexie-journal-store.ts';
import { KioskSettings } from './kiosk-settings.ts';

const SMALL: WorkLimits = { ...DEFAULT_WORK_LIMITS, queued: { warn: 2, stop: 5 } };

const gauge = (change: Partial<BrowserWorkGaugeOptions> = {}) =>
  new BrowserWorkGauge({
    keptLimits: undefined,
    knownClockErrorMs: null,
    storage: undefined,
    tryRoom: async () => {},
    watchCopies: () => () => {},
    ...change,
  });

function limitsOf(from: BrowserWorkGauge): readonly WorkLimits[] {
  const told: WorkLimits[] = [];
  from.watchLimits((limits) => told.push(limits));
  return told;
}

describe('the limits', () => {
  it('are those that were kept on disk, until the server tells others', () => {
    const from = gauge({ keptLimits: SMALL });
    const told = limitsOf(from);
    from.setLimits(DEFAULT_WORK_LIMITS);
    expect(told).toEqual([SMALL, DEFAULT_WORK_LIMITS]);
  });

  it.each([
    ['nothing', undefined],
    ['something else', { queued: 5 }],
  ])('are the defaults where %s was kept', (_, keptLimits) => {
    expect(limitsOf(gauge({ keptLimits }))).toEqual([DEFAULT_WORK_LIMITS]);
  });

  it('are told no more to who stopped listening', () => {
    const from = gauge();
    const told: WorkLimits[] = [];
    from.watchLimits((limits) => told.push(limits))();
    from.setLimits(SMALL);
    expect(told).toEqual([DEFAULT_WORK_LIMITS]);
  });
});

describe('the space', () => {
  it('is what the browser tells, or unknown', async () => {
    expect(await gauge().space()).toBeNull();
    expect(await gauge({ storage: { estimate: async () => ({ usage: 7 }) } }).space()).toBeNull();
    const known = gauge({ storage: { estimate: async () => ({ usage: 7, quota: 10 }) } });
    expect(await known.space()).toEqual({ usedBytes: 7, quotaBytes: 10 });
  });
});

describe('a try of the disk', () => {
  const open = () => new KioskDatabase('room', { indexedDB: new IDBFactory(), IDBKeyRange });

  it('writes more than an application, and leaves nothing', async () => {
    const db = open();
    let written = 0;
    db.settings.hook('creating', (_key, { value }) => {
      written = value instanceof Uint8Array ? value.length : -1;
    });
    const settings = new KioskSettings(db);
    expect(await gauge({ tryRoom: () => settings.tryRoom() }).takes()).toBe(true);
    expect(written).toBeGreaterThan(100_000);
    expect(await db.settings.count()).toBe(0);
  });

  it('fails where the disk refuses', async () => {
    const db = open();
    db.settings.hook('creating', () => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const settings = new KioskSettings(db);
    expect(await gauge({ tryRoom: () => settings.tryRoom() }).takes()).toBe(false);
    expect(await db.settings.count()).toBe(0);
  });
});
