import { HONG_KONG_TWICE, person, type SessionStage, settled } from './session-stage.ts';

/** Something that can happen in a visit; false where it cannot happen now. */
export type Happening = (stage: SessionStage) => Promise<boolean>;

const touch =
  (action: Parameters<SessionStage['do']>[0]): Happening =>
  async (stage) => {
    await stage.do(action);
    return true;
  };

const world =
  (what: (stage: SessionStage) => void): Happening =>
  async (stage) => {
    await stage.happens(() => what(stage));
    return true;
  };

/** Before an application there is nothing that a server could speak of. */
const server =
  (what: (stage: SessionStage) => void): Happening =>
  async (stage) => {
    if (stage.link.watchedApplications.length === 0) return false;
    await stage.happens(() => what(stage));
    return true;
  };

/** The device that is waited for does what it was asked. */
const GOOD: { readonly [C in SessionStage['devices']['waiting'][number]]: (stage: SessionStage) => void } = {
  readIdCard: (s) => s.devices.layIdCard(person('lin-yuehe').idCard),
  acceptPermitCard: (s) => s.devices.insertPermit(person('lin-yuehe').permitCard),
  printEndorsements: (s) => s.devices.finishPrint(),
  readBackEndorsements: (s) => s.devices.finishReadBack(),
  returnPermitCard: (s) => s.devices.takeCard(),
  retainPermitCard: (s) => s.devices.keepCard(),
  printReceipt: (s) => s.devices.finishReceipt(),
  wipe: (s) => s.devices.finishWipe(),
};

const answer =
  (what: (stage: SessionStage, call: SessionStage['devices']['waiting'][number]) => void): Happening =>
  async (stage) => {
    const [call] = stage.devices.waiting;
    if (call === undefined) return false;
    await stage.happens(() => what(stage, call));
    return true;
  };

/** Looked at until anything changes; nobody waits longer than this for anything, s. */
const LONGEST_S = 600;

/** What can happen in any state of a visit, by the words of its table. */
export const HAPPENINGS = {
  NEXT: touch({ type: 'NEXT' }),
  BACK: touch({ type: 'BACK' }),
  EXIT: touch({ type: 'EXIT' }),
  CONFIRM: touch({ type: 'CONFIRM' }),
  CHOOSE: touch({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE }),
  CHOOSE_GROUP: touch({ type: 'CHOOSE_GROUP', group: 'L' }),
  TYPE: touch({ type: 'TYPE', sign: '7' }),
  DELETE: touch({ type: 'DELETE' }),
  RATE: touch({ type: 'RATE', score: 4 }),
  TOUCHED: touch({ type: 'TOUCHED' }),
  SET_LANGUAGE: touch({ type: 'SET_LANGUAGE', language: 'en' }),
  SET_PACE: touch({ type: 'SET_PACE', slow: true }),
  'the device does it': answer((stage, call) => GOOD[call](stage)),
  'the device fails': answer((stage, call) =>
    stage.devices.fail(call, 'device-service', 'device-service-lost'),
  ),
  'it cannot be read': answer((stage, call) => stage.devices.fail(call, 'id-reader', null, 'unreadable')),
  'the server approves': server((stage) => stage.link.say(stage.approved())),
  'the server refuses': server((stage) => stage.link.say(stage.status({ state: 'refused' }))),
  'the server does not accept': server((stage) => stage.link.say(stage.status({ state: 'not-accepted' }))),
  'it is paid': server((stage) => stage.link.say(stage.approved({ payment: 'settled' }))),
  'the payer declines': server((stage) => stage.link.say(stage.approved({ payment: 'declined' }))),
  'the network goes': world((stage) => stage.link.set({ online: false })),
  'the network comes': world((stage) => stage.link.set({ online: true })),
  'a device of the card breaks': world((stage) => {
    stage.actor.send({ type: 'FAULTS', faults: ['card-printer-offline'] });
  }),
  'the ID reader breaks': world((stage) => {
    stage.actor.send({ type: 'FAULTS', faults: ['id-reader-offline'] });
  }),
  'time passes': async (stage) => {
    const before = leafOf(stage);
    for (let second = 0; second < LONGEST_S && leafOf(stage) === before; second += 1) await stage.wait(1000);
    await settled();
    return true;
  },
} as const satisfies Readonly<Record<string, Happening>>;

/** The innermost state of the visit's way: `permit.inserting`, `parting.farewell`, `done`. */
export function leafOf(stage: SessionStage): string {
  const { value } = stage.actor.getSnapshot();
  const down = (at: unknown): string => {
    if (typeof at === 'string') return at;
    const [[name, below] = ['', '']] = Object.entries(at as Record<string, unknown>);
    return `${name}.${down(below)}`;
  };
  if (typeof value === 'object' && 'visit' in value) return down((value.visit as { flow: unknown }).flow);
  return down(value);
}
