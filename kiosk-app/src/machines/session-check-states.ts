import { CHECK_CODE_ALPHABET, normalizeCheckCode } from '@haizhu/shared/journal/check-code';
import { assign } from 'xstate';
import { sessionSetup } from './session-setup.ts';

const CODE_SIGNS = 12;

/** A citizen asks with the code of a slip. The code is enough: nobody has to identify for it. */
export const checkState = sessionSetup.createStateConfig({
  id: 'check',
  initial: 'typing',
  entry: { type: 'at', params: 'check' },
  states: {
    typing: {
      id: 'check-typing',
      tags: 'check-code',
      on: {
        TYPE: {
          guard: ({ context, event }) =>
            context.typed.length < CODE_SIGNS &&
            event.sign.length === 1 &&
            CHECK_CODE_ALPHABET.includes(event.sign.toUpperCase()),
          actions: assign(({ context, event }) => ({
            typed: context.typed + event.sign.toUpperCase(),
            checkProblem: null,
          })),
        },
        DELETE: {
          actions: assign(({ context }) => ({ typed: context.typed.slice(0, -1), checkProblem: null })),
        },
        NEXT: [
          { guard: ({ context }) => normalizeCheckCode(context.typed) !== null, target: 'asking' },
          { actions: assign({ checkProblem: 'not-a-code' }) },
        ],
        EXIT: { target: '#returning', actions: 'leave' },
      },
    },
    asking: {
      tags: 'check-code',
      invoke: {
        id: 'checkCode',
        src: 'checkCode',
        input: ({ context }) => ({ deps: context.deps, code: context.typed }),
        onDone: [
          {
            guard: ({ event: { output } }) => typeof output === 'string',
            target: 'typing',
            actions: assign(({ event: { output } }) =>
              typeof output === 'string' ? { checkProblem: output } : {},
            ),
          },
          {
            target: 'told',
            actions: assign(({ event: { output } }) => ({
              outcome: 'checked' as const,
              checked: typeof output === 'string' ? null : output,
            })),
          },
        ],
      },
    },
    told: {
      id: 'check-told',
      tags: 'check-result',
      on: {
        BACK: { target: 'typing', actions: assign({ typed: '', checked: null, checkProblem: null }) },
        NEXT: { target: '#returning', actions: 'leave' },
        EXIT: { target: '#returning', actions: 'leave' },
      },
    },
  },
});
