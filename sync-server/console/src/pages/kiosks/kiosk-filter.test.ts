import { expect, it } from 'vitest';
import { type Kiosk, kioskSchema } from '../../api/fleet.ts';
import { filterKiosks, readKioskFilter } from './kiosk-filter.ts';

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
const kiosks = [
  kiosk('K-1'),
  kiosk('K-2', { state: 'unknown', model: 'Old-7' }),
  kiosk('K-3', { state: 'unknown', revokedAt: 5 }),
  kiosk('K-4', {
    station: { ...kiosk('x').station, id: kiosk('x').station.id, zh: '北岸大厅', en: 'North hall' },
  }),
];
const ids = (query: string) =>
  filterKiosks(kiosks, readKioskFilter(new URLSearchParams(query))).map((one) => one.id);

it('shows revoked kiosks only when asked for', () => {
  expect(ids('')).toEqual(['K-1', 'K-2', 'K-4']);
  expect(ids('state=revoked')).toEqual(['K-3']);
  expect(ids('state=unknown')).toEqual(['K-2']);
});

it('finds by several words in any of the names', () => {
  expect(ids('q=old')).toEqual(['K-2']);
  expect(ids('q=大厅')).toEqual(['K-4']);
  expect(ids('q=k-1+test')).toEqual(['K-1']);
  expect(ids('q=nothing')).toEqual([]);
});

it('takes a state it does not know for no filter', () => {
  expect(ids('state=green')).toEqual(['K-1', 'K-2', 'K-4']);
});
