import { isOffered } from '@haizhu/shared/catalogue/endorsement';
import { lookupText } from '@haizhu/shared/journal/check-code';
import { assign } from 'xstate';
import { sha256Hex } from '../sync/digest.ts';
import { closingRefusal, feeOf, hasCardPathFault, listed } from './session-checks.ts';
import { confirmed, inGroup } from './session-context.ts';
import { submitted } from './session-drafts.ts';
import { sessionSetup } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';

const inTheWay = ({ context }: { readonly context: SessionContext }) => hasCardPathFault(context.faults);

export const chooseState = sessionSetup.createStateConfig({
  id: 'choose',
  tags: 'choose',
  entry: { type: 'at', params: 'choose' },
  always: { guard: inTheWay, target: '#returning', actions: 'inTrouble' },
  on: {
    CHOOSE_GROUP: {
      actions: assign(({ context, event }) => ({
        group: event.group,
        choices: inGroup(context.choices, event.group),
      })),
    },
    CHOOSE: [
      {
        guard: ({ event }) => event.choice === null,
        actions: assign(({ context, event }) => {
          const { [event.place]: _, ...others } = context.choices;
          return { choices: others };
        }),
      },
      {
        guard: ({ event }) =>
          event.choice !== null && event.choice.place === event.place && isOffered(event.choice),
        actions: assign(({ context, event }) =>
          event.choice === null
            ? {}
            : { choices: { ...context.choices, [event.place]: { ...event.choice, group: context.group } } },
        ),
      },
    ],
    NEXT: {
      guard: ({ context }) => feeOf(listed(context.choices), context.deps.clock.now()) !== null,
      target: '#review',
    },
    EXIT: { target: '#returning', actions: 'leave' },
  },
});

export const reviewState = sessionSetup.createStateConfig({
  id: 'review',
  tags: 'review',
  entry: { type: 'at', params: 'review' },
  always: { guard: inTheWay, target: '#returning', actions: 'inTrouble' },
  on: {
    BACK: '#choose',
    CONFIRM: [
      // Nothing is taken in that would not reach the bureau.
      {
        guard: ({ context }) => closingRefusal(context.link) !== null,
        target: '#returning',
        actions: 'inTrouble',
      },
      { target: '#storing', actions: [assign(({ context }) => confirmed(context)), 'tellCard'] },
    ],
    EXIT: { target: '#returning', actions: 'leave' },
  },
});

/** Sealed and on disk before anybody is told anything (S1). */
export const storingState = sessionSetup.createStateConfig({
  id: 'storing',
  tags: 'storing',
  entry: { type: 'at', params: 'store' },
  invoke: {
    id: 'storeApplication',
    src: 'commitFirst',
    input: ({ context }) => ({
      deps: context.deps,
      draft: submitted(context, sha256Hex(lookupText(context.code ?? '')), context.deps.clock.now()),
    }),
    onDone: [
      {
        guard: ({ context, event: { output } }) => output.ok && context.mode === 'attended',
        target: '#attended',
        actions: 'forgetPerson',
      },
      {
        guard: ({ event: { output } }) => output.ok,
        target: '#returning',
        actions: ['forgetPerson', { type: 'conclude', params: { kind: 'stored', reason: null } }],
      },
      {
        target: '#returning',
        actions: [
          'forgetPerson',
          assign({ application: null, code: null }),
          { type: 'conclude', params: { kind: 'not-stored', reason: null } },
        ],
      },
    ],
  },
});
