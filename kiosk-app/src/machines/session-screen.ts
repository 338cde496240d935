import { showCheckCode } from '@haizhu/shared/journal/check-code';
import { unreachable } from '@haizhu/shared/result';
import type { SnapshotFrom } from 'xstate';
import { feeOf, listed, personView } from './session-checks.ts';
import type { sessionMachine } from './session-machine.ts';
import { isCodeOnlyShown } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';
import type { PersonView, SessionScreen, SessionView } from './session-view.ts';

type Snapshot = SnapshotFrom<typeof sessionMachine>;

/** What a session shows. Screens know nothing else of it. Deadlines are told by the monotonic clock. */
export function sessionView(snapshot: Snapshot): SessionView {
  const name = [...snapshot.tags].find(isScreen) ?? 'leaving';
  const { context } = snapshot;
  return {
    now: screenOf(name, snapshot),
    idleWarning: snapshot.matches({ visit: { attention: { on: 'warning' } } })
      ? {
          deadline: context.warningDeadline,
          code: isCodeOnlyShown(context) ? showCheckCode(context.code ?? '') : null,
        }
      : null,
    step: STEPS[name],
  };
}

const STEPS: Readonly<Record<SessionScreen['screen'], SessionView['step']>> = {
  'place-id-card': 'identify',
  'insert-permit': 'identify',
  choose: 'choose',
  review: 'review',
  storing: 'review',
  deciding: 'decide',
  pay: 'pay',
  producing: 'produce',
  'take-card': null,
  result: null,
  rate: null,
  declined: null,
  'device-trouble': null,
  'card-left': null,
  'check-code': null,
  'check-result': null,
  leaving: null,
  'take-id-card': null,
  farewell: null,
};

const isScreen = (tag: string): tag is SessionScreen['screen'] => Object.hasOwn(STEPS, tag);

function screenOf(name: SessionScreen['screen'], snapshot: Snapshot): SessionScreen {
  const { context } = snapshot;
  const { problem, status, order, card } = context;
  switch (name) {
    case 'place-id-card':
      return context.service === 'check' ? checking(snapshot) : { screen: name, problem };
    case 'insert-permit':
      return { screen: name, problem: problem === 'left-behind' ? null : problem };
    case 'choose': {
      const { group, choices } = context;
      return { screen: name, person: personOf(context), group, choices, fee: feeNow(context) };
    }
    case 'review': {
      const fee = feeNow(context);
      if (fee === null) throw new Error('a review without a fee');
      const choices = listed(context.choices);
      return { screen: name, person: personOf(context), choices, fee, online: context.link.online };
    }
    case 'deciding':
      return { screen: name, state: status?.state ?? 'stored' };
    case 'pay': {
      if (order === null) throw new Error('a payment without an order');
      const { amountFen, codeUrl } = order;
      return {
        screen: name,
        amountFen,
        codeUrl,
        expiresAt: context.deadline,
        problem: context.payProblem,
        isPayable: context.link.online,
      };
    }
    case 'producing':
      return { screen: name, phase: isWriting(snapshot) ? 'writing' : 'checking' };
    case 'take-card':
      return takingCard(context);
    case 'result':
      return resultOf(context);
    case 'declined':
      return { screen: name, reason: context.declined ?? 'counter-only', card };
    case 'card-left':
      return { screen: name, card: card === 'none' || card === 'returned' ? 'unknown' : card };
    case 'device-trouble':
      return { screen: name, card };
    case 'check-code':
      return checking(snapshot);
    case 'check-result':
      return { screen: name, status: context.checked ?? { known: 'offline' } };
    case 'take-id-card':
      return { screen: name, deadline: context.deadline };
    case 'farewell':
    case 'storing':
    case 'rate':
    case 'leaving':
      return { screen: name };
    default:
      return unreachable(name);
  }
}

function personOf({ personal: { idCard, permit } }: SessionContext): PersonView {
  if (idCard === null || permit === null) throw new Error('a person before the cards were read');
  return personView(idCard, permit);
}

const feeNow = (context: SessionContext) => feeOf(listed(context.choices), context.deps.clock.now());

/** The card is on its way out. Where there is none, or it is kept, nobody is asked to take it. */
function takingCard({ cardKnown, deadline }: SessionContext): SessionScreen {
  switch (cardKnown) {
    case 'inside':
    case 'out':
      return { screen: 'take-card', deadline };
    case 'keeping':
      return { screen: 'producing', phase: 'checking' };
    case 'none':
    case 'busy':
    case 'unknown':
      return { screen: 'leaving' };
  }
}

function resultOf({ result, code, receipt, feeFen, card }: SessionContext): SessionScreen {
  return {
    screen: 'result',
    result: result?.kind ?? 'not-stored',
    code: code === null ? null : showCheckCode(code),
    receipt,
    feeFen,
    reason: result?.reason ?? null,
    card,
  };
}

function checking(snapshot: Snapshot): SessionScreen {
  const { typed, checkProblem } = snapshot.context;
  const asking = snapshot.matches({ visit: { flow: { check: 'asking' } } });
  return { screen: 'check-code', typed, problem: checkProblem, asking };
}

const isWriting = (snapshot: Snapshot) =>
  snapshot.matches({ visit: { flow: { attended: { producing: 'beginning' } } } }) ||
  snapshot.matches({ visit: { flow: { attended: { producing: 'writing' } } } });
