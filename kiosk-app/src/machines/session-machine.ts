import { assign } from 'xstate';
import { chooseState, reviewState, storingState } from './session-apply-states.ts';
import { checkState } from './session-check-states.ts';
import { BLANK, initialContext } from './session-context.ts';
import { decidingState } from './session-decide-states.ts';
import { sessionEnded, sessionStarted } from './session-drafts.ts';
import {
  declinedState,
  rateState,
  resultState,
  returningState,
  sayingState,
  troubleState,
} from './session-finish-states.ts';
import { idCardState, permitState } from './session-identify-states.ts';
import { abandoningState, beginningState, orderingState, payingState } from './session-pay-states.ts';
import { producingState } from './session-produce-states.ts';
import { sessionSetup } from './session-setup.ts';

/** What a citizen does, or puts in: each of it says that they are still there. */
const SIGNS_OF_LIFE = [
  'TOUCHED',
  'STILL_HERE',
  'CHOOSE_GROUP',
  'CHOOSE',
  'NEXT',
  'BACK',
  'CONFIRM',
  'TYPE',
  'DELETE',
  'RATE',
  'xstate.done.actor.readIdCard',
  'xstate.done.actor.acceptPermit',
] as const;

const onSignOfLife = Object.fromEntries(
  SIGNS_OF_LIFE.map((type) => [type, { target: '#watching', reenter: true }]),
);

/** Whether the citizen is still there, while it is their turn. */
const attentionState = sessionSetup.createStateConfig({
  initial: 'off',
  states: {
    off: { always: { guard: 'isAttended', target: 'on' } },
    on: {
      initial: 'watching',
      always: { guard: ({ context: _ }, __) => false, target: 'off' },
      on: onSignOfLife,
      states: {
        watching: { id: 'watching', after: { idle: 'warning' } },
        warning: {
          id: 'warning',
          entry: 'setWarning',
          after: { warning: { target: '#returning', actions: 'timeOut' } },
        },
      },
    },
  },
});
