import { makeCheckCode } from '@haizhu/shared/journal/check-code';
import { feeOf, listed } from './session-checks.ts';
import type { SessionContext, SessionInput } from './session-types.ts';
import { uuidV7 } from './uuid-v7.ts';

/** Everything of the context that says something of the citizen or of what they did. */
type Citizens = Pick<
  SessionContext,
  | 'personal'
  | 'group'
  | 'choices'
  | 'application'
  | 'code'
  | 'status'
  | 'order'
  | 'result'
  | 'declined'
  | 'typed'
  | 'checked'
  | 'score'
>;

const NOBODY: SessionContext['personal'] = { idCard: null, permit: null };

/** The context of nobody: what a session begins with and what the wipe leaves. */
export const BLANK: Citizens = {
  personal: NOBODY,
  group: 'G',
  choices: {},
  application: null,
  code: null,
  status: null,
  order: null,
  result: null,
  declined: null,
  typed: '',
  checked: null,
  score: null,
};

export function initialContext({
  deps,
  service,
  language,
  faults,
  slow,
  idCardLies,
}: SessionInput): SessionContext {
  return {
    ...BLANK,
    deps,
    service,
    language,
    slow,
    idCardLies,
    session: uuidV7(deps.clock.now(), deps.randomBytes),
    startedAt: deps.clock.monotonic(),
    link: deps.link.state(),
    faults,
    cardKnown: deps.card.known(),
    problem: null,
    permitTries: 0,
    mode: 'intake',
    feeFen: 0,
    orders: 0,
    payProblem: null,
    payTries: 0,
    givenUp: 'canceled',
    attempts: 0,
    tries: 0,
    cardFailure: { fault: null, reason: 'not-begun' },
    deadline: 0,
    warningDeadline: 0,
    card: 'none',
    toldOfCard: false,
    receipt: 'printing',
    hurried: false,
    outcome: null,
    ending: null,
    started: false,
    lastStep: 'start',
    checkProblem: null,
    pending: [],
    wiped: false,
  };
}

/** What confirming fixes: the application's id, its code, its fee, and whether the citizen waits for the decision. */
export function confirmed(
  context: SessionContext,
): Pick<SessionContext, 'application' | 'code' | 'feeFen' | 'mode'> {
  const { deps, link } = context;
  const now = deps.clock.now();
  return {
    application: uuidV7(now, deps.randomBytes),
    code: makeCheckCode(deps.randomBytes(64)),
    feeFen: feeOf(listed(context.choices), now)?.totalFen ?? 0,
    mode: link.online ? 'attended' : 'intake',
  };
}

/** The choices after a group was chosen: a place keeps its validity and entries. */
export function inGroup(
  choices: SessionContext['choices'],
  group: SessionContext['group'],
): SessionContext['choices'] {
  const { HKG, MAC } = choices;
  return {
    ...(HKG === undefined ? {} : { HKG: { ...HKG, group } }),
    ...(MAC === undefined ? {} : { MAC: { ...MAC, group } }),
  };
}
