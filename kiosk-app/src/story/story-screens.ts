import type { EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import type {
  KioskScreen,
  PersonView,
  ResultKind,
  SessionScreen,
  SessionView,
} from '../machines/session-view.ts';

const PERSON: PersonView = {
  name: '林*晴',
  maskedIdNumber: '4401**********0026',
  maskedPermitNumber: 'C12****78',
  permitExpiry: '2031-05-20',
};
const HONG_KONG: EndorsementChoice = { place: 'HKG', group: 'G', months: 12, entries: 2 };
const MACAO: EndorsementChoice = { place: 'MAC', group: 'G', months: 3, entries: 1 };
const FEE = { totalFen: 4500, perChoiceFen: [3000, 1500], table: '2017-1186' };
const CODE = '7KM2-Q9TA-4XHB';

const HOUR_MS = 3_600_000;
const TOO_MANY: WorkReason = { limit: 'queued', level: 'stop', value: 1234, bound: 1200 };
const TOO_OLD: WorkReason = { limit: 'oldestMs', level: 'warn', value: 30.4 * HOUR_MS, bound: 24 * HOUR_MS };
const WRONG_CLOCK: WorkReason = { limit: 'clockErrorMs', level: 'stop', value: 4_000_000, bound: HOUR_MS };

type Step = SessionView['step'];

function session(now: SessionScreen, step: Step = null, idle = false): KioskScreen {
  const idleWarning = idle ? { deadline: performance.now() + 20_000, code: null } : null;
  return { screen: 'session', view: { now, step, idleWarning } };
}

function result(
  kind: ResultKind,
  more: Partial<Extract<SessionScreen, { screen: 'result' }>> = {},
): KioskScreen {
  return session({
    screen: 'result',
    result: kind,
    code: CODE,
    receipt: 'printed',
    feeFen: 0,
    reason: null,
    card: 'returned',
    ...more,
  });
}

const checked = (
  state: 'received' | 'accepted' | 'approved' | 'refused',
  payment: string,
  production: string,
) =>
  session({
    screen: 'check-result',
    status: { known: 'server', state, reason: null, payment, production, day: '2026-11-23' },
  });

/** Every screen of the kiosk, by the name it has in the address of the story page. */
export const STORIES: Readonly<Record<string, KioskScreen>> = {
  starting: { screen: 'starting' },
  enrol: { screen: 'enrol', problem: null, busy: false, before: null },
  'enrol-wrong': { screen: 'enrol', problem: 'wrong-code', busy: false, before: null },
  'enrol-again': {
    screen: 'enrol',
    problem: null,
    busy: false,
    before: { kiosk: 'HZ-CHIGANG-02', entries: 37 },
  },
  'second-window': { screen: 'second-window' },
  'no-vault': { screen: 'no-vault' },
  'storage-lost': { screen: 'storage-lost' },
  'stopped-one-copy': { screen: 'stopped', reasons: [], refused: false, lookUp: true, oneCopy: true },
  recovering: { screen: 'recovering' },
  'recovering-card': { screen: 'recovering', claim: { ask: 'take-card', until: performance.now() + 25_000 } },
  'recovering-kept': { screen: 'recovering', claim: { ask: 'card-kept', until: performance.now() + 20_000 } },
  'recovering-lay': {
    screen: 'recovering',
    claim: { ask: 'lay-id-card', until: performance.now() + 55_000 },
  },
  'recovering-lift': {
    screen: 'recovering',
    claim: { ask: 'lift-id-card', until: performance.now() + 55_000 },
  },
  'out-of-service': {
    screen: 'out-of-service',
    faults: ['card-reader-jam', 'id-reader-offline'],
    refusal: null,
    lookUp: true,
  },
  'out-refused': { screen: 'out-of-service', faults: [], refusal: 'revoked-kiosk', lookUp: true },
  stopped: { screen: 'stopped', reasons: [TOO_MANY, TOO_OLD], refused: false, lookUp: true },
  'stopped-clock-unknown': {
    screen: 'stopped',
    reasons: [],
    refused: false,
    clock: 'before-build',
    lookUp: true,
  },
  'stopped-clock': { screen: 'stopped', reasons: [WRONG_CLOCK], refused: false, lookUp: true },
  'stopped-refused': { screen: 'stopped', reasons: [], refused: true, lookUp: false },
  attract: { screen: 'attract', online: true, degraded: [], idCardLies: false, warnings: [] },
  'attract-offline': {
    screen: 'attract',
    online: false,
    degraded: ['receipt-paper-out'],
    idCardLies: false,
    warnings: [],
  },
  'attract-warned': {
    screen: 'attract',
    online: false,
    degraded: [],
    idCardLies: false,
    warnings: [{ ...TOO_MANY, level: 'warn', bound: 1000 }],
  },
  'attract-warned-twice': {
    screen: 'attract',
    online: true,
    degraded: [],
    idCardLies: false,
    warnings: [
      { ...TOO_MANY, level: 'warn', bound: 1000 },
      { ...TOO_OLD, level: 'warn', bound: 24 * HOUR_MS },
    ],
  },
  'place-id': session({ screen: 'place-id-card', problem: null }, 'identify'),
  'place-id-left': session({ screen: 'place-id-card', problem: 'left-behind' }, 'identify'),
  'place-id-again': session({ screen: 'place-id-card', problem: 'unreadable' }, 'identify'),
  insert: session({ screen: 'insert-permit', problem: null }, 'identify'),
  choose: session(
    {
      screen: 'choose',
      person: PERSON,
      group: 'G',
      choices: { HKG: HONG_KONG },
      fee: { ...FEE, totalFen: 3000 },
    },
    'choose',
  ),
  'choose-nothing': session(
    { screen: 'choose', person: PERSON, group: 'G', choices: {}, fee: null },
    'choose',
  ),
  review: session(
    { screen: 'review', person: PERSON, choices: [HONG_KONG, MACAO], fee: FEE, online: true },
    'review',
  ),
  'review-offline': session(
    { screen: 'review', person: PERSON, choices: [HONG_KONG, MACAO], fee: FEE, online: false },
    'review',
  ),
  storing: session({ screen: 'storing' }, 'review'),
  deciding: session({ screen: 'deciding', state: 'received' }, 'decide'),
  pay: session(
    {
      screen: 'pay',
      amountFen: 4500,
      codeUrl: 'https://pay.example/simulated/01968c3a-7d7e-7a31-9f00-2b6a4f1d9c55',
      expiresAt: performance.now() + 290_000,
      problem: null,
      isPayable: true,
    },
    'pay',
  ),
  'pay-soon': session(
    {
      screen: 'pay',
      amountFen: 4500,
      codeUrl: 'https://pay.example/simulated/01968c3a-7d7e-7a31-9f00-2b6a4f1d9c55',
      expiresAt: performance.now() + 50_000,
      problem: null,
      isPayable: true,
    },
    'pay',
  ),
  'pay-covered': session(
    {
      screen: 'pay',
      amountFen: 4500,
      codeUrl: 'https://pay.example/simulated/01968c3a-7d7e-7a31-9f00-2b6a4f1d9c55',
      expiresAt: performance.now() + 200_000,
      problem: null,
      isPayable: false,
    },
    'pay',
  ),
  'pay-declined': session(
    {
      screen: 'pay',
      amountFen: 4500,
      codeUrl: 'https://pay.example/simulated/01968c3a-7d7e-7a31-9f00-2b6a4f1d9c55',
      expiresAt: performance.now() + 200_000,
      problem: 'declined',
      isPayable: true,
    },
    'pay',
  ),
  producing: session({ screen: 'producing', phase: 'writing' }, 'produce'),
  checking: session({ screen: 'producing', phase: 'checking' }, 'produce'),
  'take-card': session({ screen: 'take-card', deadline: performance.now() + 30_000 }, 'produce'),
  completed: result('completed', { feeFen: 4500 }),
  stored: result('stored'),
  'stored-shown': result('stored', { receipt: 'shown' }),
  'stored-sent': result('stored', { receipt: 'sent' }),
  undecided: result('undecided'),
  'not-accepted': result('not-accepted'),
  refused: result('refused'),
  'not-paid': result('not-paid', { reason: 'timed-out' }),
  'not-paid-declined': result('not-paid', { reason: 'declined' }),
  refund: result('refund', { feeFen: 4500, reason: 'device-fault', card: 'stuck' }),
  'not-stored': result('not-stored', { code: null, card: 'retained' }),
  rate: session({ screen: 'rate' }),
  'declined-name': session({ screen: 'declined', reason: 'name-written-otherwise', card: 'returned' }),
  'declined-date': session({ screen: 'declined', reason: 'date-unknown', card: 'returned' }),
  declined: session({ screen: 'declined', reason: 'not-the-same-person', card: 'returned' }),
  'declined-counter': session({ screen: 'declined', reason: 'counter-only', card: 'none' }),
  'completed-kept': session({
    screen: 'result',
    result: 'completed',
    code: 'ABCD EFGH JKLM',
    receipt: 'printed',
    feeFen: 1500,
    reason: null,
    card: 'retained',
  }),
  'card-left': session({ screen: 'card-left', card: 'retained' }),
  trouble: session({ screen: 'device-trouble', card: 'stuck' }),
  'check-code': session({ screen: 'check-code', typed: '7KM2Q', problem: null, asking: false }),
  'check-code-wrong': session({
    screen: 'check-code',
    typed: '7KM2Q9TA4XHB',
    problem: 'not-found',
    asking: false,
  }),
  'check-approved': checked('approved', 'none', 'none'),
  'check-written': checked('approved', 'settled', 'written'),
  'check-refused': checked('refused', 'none', 'none'),
  'check-here': session({ screen: 'check-result', status: { known: 'here', day: '2026-11-23' } }),
  'check-offline': session({ screen: 'check-result', status: { known: 'offline' } }),
  leaving: session({ screen: 'leaving' }),
  'take-id-card': session({ screen: 'take-id-card', deadline: performance.now() + 30_000 }),
  farewell: session({ screen: 'farewell' }),
  idle: session({ screen: 'insert-permit', problem: null }, 'identify', true),
};
