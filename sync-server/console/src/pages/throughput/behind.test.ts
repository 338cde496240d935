import { expect, it } from 'vitest';
import { type Behind, behindGroup, behindPath, readBehind } from './behind.ts';

const total: Behind = { metric: 'accepted', from: '2026-01-10', to: '2026-03-05' };

it('narrows to what a group holds', () => {
  expect(behindGroup(total, 'day', '2026-02-01')).toMatchObject({ from: '2026-02-01', to: '2026-02-01' });
  expect(behindGroup(total, 'month', '2026-01')).toMatchObject({ from: '2026-01-10', to: '2026-01-31' });
  expect(behindGroup(total, 'month', '2026-02')).toMatchObject({ from: '2026-02-01', to: '2026-02-28' });
  expect(behindGroup(total, 'month', '2026-03')).toMatchObject({ from: '2026-03-01', to: '2026-03-05' });
  expect(behindGroup(total, 'kiosk', 'K-1')).toMatchObject({ from: '2026-01-10', kiosk: 'K-1' });
});

it('reads back what it wrote', () => {
  const written = behindPath(behindGroup(total, 'station', 'S-1'));
  const query = new URLSearchParams(written.split('?')[1]);
  expect(readBehind(query)).toEqual({ ...total, station: 'S-1', kiosk: null, item: null });
});

it('knows an address that asks nothing', () => {
  expect(readBehind(new URLSearchParams('metric=money&from=2026-01-01&to=2026-01-02'))).toBeNull();
  expect(readBehind(new URLSearchParams('metric=accepted'))).toBeNull();
});
