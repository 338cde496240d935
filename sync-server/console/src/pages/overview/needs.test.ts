import { expect, it } from 'vitest';
import { type Kiosk, kioskSchema } from '../../api/fleet.ts';
import { rankNeeds, waitingQueue } from './needs.ts';

const kiosk = (id: string, over: Partial<Kiosk> = {}): Kiosk =>
  kioskSchema.parse({
    id,
    station: { id: 'S-1', zh: '测试派出所', en: 'Test station' },
    model: 'M1',
    installedOn: '2020-01-01',
    demo: false,
    state: 'in-service',
    connected: true,
    lastContactAt: 1,
    epoch: 1,
    software: '1',
    screen: 'attract',
    queued: 0,
    oldestAt: null,
    lacking: 0,
    clockErrorMs: 0,
    openFaults: [],
    storage: null,
    work: { level: 'ok', reasons: [], refused: false },
    revokedAt: null,
    ...over,
  });

it('puts first where most people are affected, and leaves out what works or was revoked', () => {
  const needs = rankNeeds(
    [
      kiosk('A', { state: 'degraded' }),
      kiosk('B', { state: 'out-of-service' }),
      kiosk('C', { state: 'unknown' }),
      kiosk('D', { state: 'out-of-service' }),
      kiosk('E'),
      kiosk('F', { state: 'unknown', revokedAt: 5 }),
      kiosk('G', {
        work: {
          level: 'warn',
          reasons: [{ limit: 'queued', level: 'warn', value: 3, bound: 2 }],
          refused: false,
        },
      }),
    ],
    new Map([
      ['B', 12],
      ['D', 40],
      ['A', 90],
    ]),
  );
  expect(needs.map((need) => need.kiosk.id)).toEqual(['D', 'B', 'C', 'A', 'G']);
  expect(needs.map((need) => need.usual)).toEqual([40, 12, null, 90, null]);
});

it('adds up what waits and finds the oldest', () => {
  const queue = waitingQueue([
    kiosk('A', { queued: 3, oldestAt: 500 }),
    kiosk('B', { queued: 4, oldestAt: 200 }),
    kiosk('C'),
    kiosk('D', { lacking: 2 }),
  ]);
  expect(queue).toMatchObject({ entries: 7, lacking: 2, oldestAt: 200 });
  expect(queue.kiosks.map((one) => one.id)).toEqual(['B', 'A', 'D']);
  expect(waitingQueue([kiosk('C')])).toEqual({ entries: 0, lacking: 0, oldestAt: null, kiosks: [] });
});
