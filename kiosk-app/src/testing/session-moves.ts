import { ENTRY_KINDS, isEntryKind, type KioskKind } from '@haizhu/shared/journal/kinds';
import { ok, unreachable } from '@haizhu/shared/result';
import type { SessionAction } from '../machines/session-view.ts';
import { HONG_KONG_TWICE, person, SessionStage, settled } from './session-stage.ts';

/**
 * Steps of paths through a whole visit, generated: from every state that is reached, everything that a citizen, a device, the
 * server or the clock can do there is tried. (`getShortestPaths` cannot do it: most steps are promises' answers.)
 */
export interface Move {
  readonly name: string;
  run(stage: SessionStage): Promise<void>;
}

export const act = (action: SessionAction): Move => ({
  name: action.type.toLowerCase(),
  run: (stage) => stage.do(action),
});
export const move = (name: string, what: (stage: SessionStage) => void): Move => ({
  name,
  run: (stage) => stage.happens(() => what(stage)),
});

const WRONG = [
  {
    place: 'MAC',
    group: 'L',
    entries: 1,
    validFrom: '2026-01-01',
    validUntil: '2026-02-01',
    number: 'X',
  },
] as const;

const KIOSK_KINDS = Object.keys(ENTRY_KINDS).filter(
  (kind): kind is KioskKind => isEntryKind(kind) && ENTRY_KINDS[kind].by === 'kiosk',
);

/** What a device can answer to the command that waits. */
export function deviceMoves(stage: SessionStage): readonly Move[] {
  return stage.devices.waiting.flatMap((call): readonly Move[] => {
    switch (call) {
      case 'readIdCard':
        return [
          move('lays the ID card', (s) => s.devices.layIdCard(person('lin-yuehe').idCard)),
          move('lays the card of a child', (s) => s.devices.layIdCard(person('tan-xiaoyu').idCard)),
          move('ID card unreadable', (s) => s.devices.fail(call, 'id-reader', null, 'unreadable')),
          move('ID reader fails', (s) => s.devices.fail(call, 'id-reader', 'id-reader-offline')),
        ];
      case 'acceptPermitCard':
        return [
          move('inserts the permit', (s) => s.devices.insertPermit(person('lin-yuehe').permitCard)),
          move('inserts an expired permit', (s) => s.devices.insertPermit(person('he-ruiting').permitCard)),
          // Three times is a path of its own, in the tests of identifying.
          ...(stage.context.permitTries > 0
            ? []
            : [move('permit unreadable', (s) => s.devices.insertUnreadable())]),
          move('permit jams', (s) => {
            s.devices.card = 'inside';
            s.devices.fail(call, 'card-reader', 'card-reader-jam');
          }),
        ];
      case 'printEndorsements':
        return [
          move('prints', (s) => s.devices.finishPrint()),
          move('print fails', (s) => s.devices.fail(call, 'card-printer', 'card-printer-jam')),
          move('print is lost', (s) => s.devices.fail(call, 'device-service', 'device-service-lost')),
          move('print never begins', (s) => s.devices.neverBegins(call)),
        ];
      case 'readBackEndorsements':
        return [
          move('reads back right', (s) => s.devices.finishReadBack()),
          move('reads back wrong', (s) => s.devices.finishReadBack(WRONG)),
          move('read-back fails', (s) => s.devices.fail(call, 'card-printer', 'card-printer-jam')),
          move('back unreadable', (s) => s.devices.fail(call, 'card-printer', null, 'unreadable')),
          move('printer away', (s) => s.devices.fail(call, 'card-printer', 'card-printer-offline')),
        ];
      case 'returnPermitCard':
        return [
          move('takes the card', (s) => s.devices.takeCard()),
          move('leaves the card', (s) => s.devices.leaveCard()),
          move('card falls back', (s) => {
            s.devices.card = 'inside';
            s.devices.leaveCard();
          }),
          move('return jams', (s) => s.devices.failInside(call, 'card-reader', 'card-reader-jam')),
        ];
      case 'retainPermitCard':
        return [
          move('keeps the card', (s) => s.devices.keepCard()),
          move('keep fails', (s) => s.devices.fail(call, 'card-reader', 'card-reader-jam')),
        ];
      case 'printReceipt':
        return [
          move('slip printed', (s) => s.devices.finishReceipt()),
          move('paper out', (s) => s.devices.fail(call, 'receipt-printer', 'receipt-paper-out')),
        ];
      case 'wipe':
        return [
          move('wiped', (s) => s.devices.finishWipe()),
          move('wiped, an ID card is left', (s) => {
            s.devices.idCard = 'here';
            s.devices.finishWipe();
          }),
          move('wipe fails', (s) => s.devices.fail(call, 'device-service', 'device-service-lost')),
        ];
      default:
        return unreachable(call);
    }
  });
}

/** What the server can say of the application that waits. */
function serverMoves(stage: SessionStage): readonly Move[] {
  if (stage.link.watchedApplications.length === 0) return [];
  const says = (name: string, status: () => Parameters<SessionStage['link']['say']>[0]) =>
    move(`server: ${name}`, (s) => s.link.say(status()));
  const before = [
    says('accepted', () => stage.status({ state: 'accepted' })),
    says('not accepted', () => stage.status({ state: 'not-accepted' })),
    says('refused', () => stage.status({ state: 'refused' })),
    move('server: approved', (s) => {
      s.link.payAnswers.push(ok(s.order(1)), ok(s.order(2)));
      s.link.say(s.approved());
    }),
    move('server: approved, no order', (s) => s.link.say(s.approved())),
  ];
  const after = [
    says('settled', () => stage.approved({ payment: 'settled' })),
    says('declined', () => stage.approved({ payment: 'declined' })),
  ];
  return stage.screen === 'pay' ? after : stage.screen === 'deciding' ? [...before, ...after] : [];
}

/** What goes wrong around a visit, at any moment of it. */
export const DISTURBANCES: readonly Move[] = [
  move('link lost', (s) => s.link.set({ online: false })),
  move('printer fault', (s) => s.actor.send({ type: 'FAULTS', faults: ['card-printer-offline'] })),
  move('server closes the kiosk', (s) => s.link.set({ online: false, refusal: 'revoked-kiosk' })),
  move('devices do not say where the card is', (s) => {
    s.devices.mute = true;
  }),
  move('disk full', (s) => {
    for (const kind of KIOSK_KINDS) s.journal.refuse(kind);
  }),
  move('disk full for a moment', (s) => {
    for (const kind of KIOSK_KINDS) s.journal.refuse(kind, 1);
  }),
];

/** What the citizen can touch on this screen. */
function citizenMoves(stage: SessionStage): readonly Move[] {
  const exit = act({ type: 'EXIT' });
  switch (stage.screen) {
    case 'place-id-card':
    case 'insert-permit':
    case 'deciding':
    case 'pay':
      return [exit];
    case 'choose':
      return [act({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE }), act({ type: 'NEXT' }), exit];
    case 'review':
      return [act({ type: 'CONFIRM' }), act({ type: 'BACK' }), exit];
    case 'result':
    case 'declined':
    case 'device-trouble':
    case 'card-left':
      return [act({ type: 'NEXT' }), exit];
    case 'rate':
      return [act({ type: 'RATE', score: 4 }), exit];
    default:
      return [];
  }
}

export function movesOf(stage: SessionStage): readonly Move[] {
  if (stage.isOver) return [];
  // Longer than any patience, so that a state that waits for nothing else is left.
  const time: Move = { name: 'time passes', run: (s) => s.wait(200_000) };
  return [...citizenMoves(stage), ...deviceMoves(stage), ...serverMoves(stage), time];
}

/** Everything by which the future of a visit can differ, without ids and times. */
export function keyOf(stage: SessionStage): string {
  const { context, devices, link } = stage;
  const { choices, status, orders, attempts, permitTries, ending, result, card, tries } = context;
  const ways = [ending, result?.kind, card];
  const before = [Object.keys(choices).length, permitTries, link.state().online];
  // How often a device was asked again makes a difference at the end only.
  const production = [attempts, tries >= 9, context.cardFailure.reason];
  const application = [status?.state, status?.payment, orders, ...production, link.state().online];
  return JSON.stringify([
    stage.actor.getSnapshot().value,
    devices.card,
    stage.card.known(),
    devices.waiting,
    [...stage.journal.refused.values()].some(({ times }) => times > 0),
    ...(ending !== null ? ways : context.application === null ? before : application),
  ]);
}

export async function replay(path: readonly Move[]): Promise<SessionStage> {
  const stage = new SessionStage();
  await settled();
  for (const step of path) await step.run(stage);
  return stage;
}
