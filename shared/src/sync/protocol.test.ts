import { describe, expect, test } from 'vitest';
import { helloSchema, presenceSchema } from './protocol.ts';

const HELLO = {
  protocol: 1,
  kiosk: 'K1',
  epoch: 1,
  proof: 'x',
  software: '0.1.0 派出所',
  wall: 1,
  journals: [{ epoch: 1, head: 0, through: 0 }],
};
const PRESENCE = {
  wall: 1,
  head: 0,
  through: 0,
  queued: 0,
  oldestAt: null,
  level: 'in-service',
  faults: ['receipt-paper-out'],
  screen: 'attract',
  storage: null,
};

// A database that cannot hold one kiosk's text would refuse what others said in the same transaction too.
describe.each(['\0', 'a\0b', '\n', '\u001b[2J', '\u0085'])('what a kiosk says of itself: %j', (text) => {
  test.each([
    ['software', helloSchema, { ...HELLO, software: text }, HELLO],
    ['screen', presenceSchema, { ...PRESENCE, screen: text }, PRESENCE],
    ['faults', presenceSchema, { ...PRESENCE, faults: [text] }, PRESENCE],
  ])('is no %s', (_, schema, wrong, right) => {
    expect(schema.safeParse(right).success).toBe(true);
    expect(schema.safeParse(wrong).success).toBe(false);
  });
});
