import { err, ok } from '@haizhu/shared/result';
import { applicationStatusSchema } from '@haizhu/shared/sync/protocol';
import { describe, expect, it } from 'vitest';
import { NOON, SessionStage, settled } from '../testing/session-stage.ts';

const CODE = 'ABCD2345WXYZ';
const APPLICATION = '01932f4a-0000-7000-8000-000000000001';
const STATUS = applicationStatusSchema.parse({
  application: APPLICATION,
  state: 'accepted',
  reason: null,
  grants: [],
  payment: 'none',
  production: 'none',
  submittedDay: '2026-11-20',
});

async function typed(code: string): Promise<SessionStage> {
  const stage = new SessionStage({ service: 'check' });
  await settled();
  for (const sign of code) await stage.do({ type: 'TYPE', sign });
  return stage;
}

describe('checking with a code', () => {
  it('takes the signs of a code only, and twelve of them', async () => {
    const stage = await typed(`a0O1I-b${CODE}`);
    expect(stage.shown).toEqual({
      screen: 'check-code',
      typed: `AB${CODE.slice(0, 10)}`,
      problem: null,
      asking: false,
    });
    await stage.do({ type: 'DELETE' });
    expect(stage.shown).toMatchObject({ typed: `AB${CODE.slice(0, 9)}` });
  });

  it('says what the server says', async () => {
    const stage = await typed(CODE);
    stage.link.checkAnswer = ok(STATUS);
    await stage.do({ type: 'NEXT' });
    expect(stage.shown).toEqual({
      screen: 'check-result',
      status: {
        known: 'server',
        state: 'accepted',
        reason: null,
        payment: 'none',
        production: 'none',
        day: '2026-11-20',
      },
    });
    await stage.do({ type: 'EXIT' });
    // No device was used, so none is asked for anything.
    expect(stage.devices.waiting).toEqual([]);
    expect(stage.devices.calls).not.toContain('returnPermitCard');
    expect(stage.journal.kinds).toEqual(['session.started', 'session.ended']);
    expect(stage.journal.of('session.ended')).toMatchObject([{ outcome: 'checked', lastStep: 'check' }]);
  });

  it('can be done again with another code', async () => {
    const stage = await typed(CODE);
    stage.link.checkAnswer = ok(STATUS);
    await stage.do({ type: 'NEXT' });
    await stage.do({ type: 'BACK' });
    expect(stage.shown).toEqual({ screen: 'check-code', typed: '', problem: null, asking: false });
  });

  it('does not ask about half a code', async () => {
    const stage = await typed('ABCD');
    await stage.do({ type: 'NEXT' });
    expect(stage.shown).toMatchObject({ problem: 'not-a-code' });
    await stage.do({ type: 'TYPE', sign: 'E' });
    expect(stage.shown).toMatchObject({ problem: null });
  });

  const here = (acknowledged: boolean) => ({ application: APPLICATION, at: NOON, acknowledged });
  it.each([
    ['offline', here(false), { screen: 'check-result', status: { known: 'here', day: '2026-11-23' } }],
    ['not-found', here(false), { screen: 'check-result', status: { known: 'here', day: '2026-11-23' } }],
    ['offline', here(true), { screen: 'check-result', status: { known: 'delivered', day: '2026-11-23' } }],
    ['offline', null, { screen: 'check-result', status: { known: 'offline' } }],
    ['not-found', here(true), { screen: 'check-result', status: { known: 'offline' } }],
    ['not-found', null, { screen: 'check-code', typed: CODE, problem: 'not-found', asking: false }],
    ['slow-down', null, { screen: 'check-code', typed: CODE, problem: 'slow-down', asking: false }],
  ] as const)(
    'with the server answering %s and %o in the journal says no more than is known',
    async (error, found, shown) => {
      const stage = await typed(CODE);
      stage.link.checkAnswer = err(error);
      stage.journal.found = found;
      await stage.do({ type: 'NEXT' });
      expect(stage.shown).toEqual(shown);
    },
  );
});
