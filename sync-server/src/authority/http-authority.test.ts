import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HttpTestPeer } from '../testing/http-peer.ts';
import type { AuthorityRequest } from './authority.ts';
import { HttpAuthority } from './http-authority.ts';

const REQUEST: AuthorityRequest = {
  application: '00000000-0000-7000-8000-000000000001',
  item: 'hk-macao-endorsement',
  choices: [{ place: 'HKG', group: 'G', months: 3, entries: 1 }],
  applicant: {
    version: 1,
    name: '某某',
    idNumber: '11010519491231002X',
    sex: 'female',
    birthDate: '1949-12-31',
    permitNumber: 'C12345678',
    permitExpiry: '2030-01-01',
  },
  submittedDay: '2026-03-02',
  station: 'S1',
};
const GRANT = {
  place: 'HKG',
  group: 'G',
  entries: 1,
  validFrom: '2026-03-02',
  validUntil: '2026-06-01',
  number: 'N1',
};

let peer: HttpTestPeer;
let authority: HttpAuthority;
beforeAll(async () => {
  peer = await HttpTestPeer.start();
});
afterAll(() => peer.stop());
beforeEach(() => {
  peer.asked.length = 0;
  authority = new HttpAuthority({ url: `${peer.url}/`, token: 'secret', timeoutMs: 200 });
});

test('asks by the application id, so that asking twice is asking once', async () => {
  peer.answer = () => ({ body: { outcome: 'accepted', reference: 'R1' } });
  expect(await authority.accept(REQUEST)).toEqual({ outcome: 'accepted', reference: 'R1' });
  expect(peer.asked).toMatchObject([
    {
      method: 'PUT',
      path: `/applications/${REQUEST.application}`,
      authorization: 'Bearer secret',
      body: REQUEST,
    },
  ]);
});

test.each([
  [{ outcome: 'undecided' }],
  [{ outcome: 'refused', reason: 'legal-bar' }],
  [{ outcome: 'approved', grants: [GRANT] }],
])('takes the decision %j as it is', async (body) => {
  peer.answer = () => ({ body });
  expect(await authority.decide(REQUEST)).toEqual(body);
});

describe('anything else is a failure that is asked again, and its content goes nowhere', () => {
  test.each([
    ['an error', () => ({ status: 500, body: { name: '某某' } })],
    ['rubbish', () => ({ text: '<html>' })],
    ['rubbish that begins with a name', () => ({ text: '某某 ' })],
    [
      'an answer that is right but far too long',
      () => ({ text: `{"outcome":"accepted","reference":"R1"}${' '.repeat(70_000)}` }),
    ],
    ['a sign that no database takes', () => ({ body: { outcome: 'accepted', reference: 'R\0' } })],
    ['half a sign', () => ({ text: '{"outcome":"accepted","reference":"R\\ud800"}' })],
    ['an answer of another kind', () => ({ body: { outcome: 'maybe' } })],
    ['a reason that is no code', () => ({ body: { outcome: 'not-accepted', reason: '某某 is wanted' } })],
    ['silence', () => 'hang' as const],
  ])('%s', async (_, answer) => {
    peer.answer = answer;
    const failure = await authority.accept(REQUEST).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(failure).not.toBeNull();
    expect(failure).not.toContain('某某');
  });
});
