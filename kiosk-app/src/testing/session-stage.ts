import type { KioskKind } from '@haizhu/shared/journal/kinds';
import { ok } from '@haizhu/shared/result';
import { simulatedPersonById } from '@haizhu/shared/simulation/people';
import {
  type ApplicationStatus,
  applicationStatusSchema,
  type PayOrder,
  payOrderSchema,
} from '@haizhu/shared/sync/protocol';
import { createActor, SimulatedClock } from 'xstate';
import { cardDesk } from '../card/card-desk.ts';
import { cardMachine } from '../card/card-machine.ts';
import { sessionMachine } from '../machines/session-machine.ts';
import { sessionView } from '../machines/session-screen.ts';
import { SESSION_LIMITS, type SessionInput } from '../machines/session-types.ts';
import type { SessionAction } from '../machines/session-view.ts';
import type { DeviceError } from '../ports/devices.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeDevices, FakeJournal, FakeLink } from './fake-ports.ts';

/** 2026-11-23 10:00 in Beijing. */
export const NOON = Date.parse('2026-11-23T02:00:00Z');

/** Lets everything that is ready happen: promises only, no time passes. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

/** Different bytes at each call, the same in each test. */
export function countingBytes(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    return Uint8Array.from({ length: count }, (_, at) => (calls * 37 + at * 11) % 251);
  };
}

/** One visit on a stage: fake ports, a clock that only the test moves. */
export class SessionStage {
  readonly timers = new SimulatedClock();
  readonly devices = new FakeDevices();
  readonly journal = new FakeJournal(() => this.now());
  readonly link = new FakeLink();
  readonly card;
  readonly clock = new FakeClock(() => this.now());
  readonly actor;

  constructor(
    options: Partial<Pick<SessionInput, 'service' | 'language' | 'faults' | 'slow' | 'idCardLies'>> & {
      readonly online?: boolean;
      /** Entries that the journal refuses from the start. */
      readonly refused?: KioskKind;
    } = {},
  ) {
    if (options.refused !== undefined) this.journal.refuse(options.refused);
    if (options.idCardLies === true) this.devices.idCard = 'here';
    if (options.online === false) this.link.set({ online: false });
    const card = createActor(cardMachine, {
      clock: this.timers,
      input: { peripherals: this.devices, journal: this.journal },
    }).start();
    this.card = cardDesk(card);
    // As the kiosk does before it lets anybody in.
    void this.card.ask();
    this.actor = createActor(sessionMachine, {
      clock: this.timers,
      input: {
        deps: {
          peripherals: this.devices,
          card: this.card,
          journal: this.journal,
          link: this.link,
          clock: this.clock,
          randomBytes: countingBytes(),
          limits: SESSION_LIMITS,
        },
        service: options.service ?? 'endorsement',
        language: options.language ?? 'zh',
        faults: options.faults ?? [],
        slow: options.slow ?? false,
        idCardLies: options.idCardLies ?? false,
      },
    }).start();
  }

  now(): number {
    return NOON + this.timers.now();
  }

  get view() {
    return sessionView(this.actor.getSnapshot());
  }
  get shown() {
    return this.view.now;
  }
  get screen() {
    return this.view.now.screen;
  }
  get context() {
    return this.actor.getSnapshot().context;
  }
  /** Everything is wiped, and nothing but the farewell may be left to say. */
  get isOver(): boolean {
    const snapshot = this.actor.getSnapshot();
    return snapshot.status !== 'active' || snapshot.matches({ parting: 'farewell' });
  }

  async do(action: SessionAction): Promise<void> {
    this.actor.send(action);
    await settled();
  }

  async wait(ms: number): Promise<void> {
    this.timers.increment(ms);
    await settled();
  }

  /** Something that happens outside, and all that follows from it. */
  async happens(what: () => void): Promise<void> {
    what();
    await settled();
  }

  /** The card cannot be moved into the bin, however often it is tried. */
  async cannotKeep(device: DeviceError['device'], faultId: DeviceError['faultId']): Promise<void> {
    while (this.devices.waiting.includes('retainPermitCard')) {
      await this.happens(() => this.devices.failInside('retainPermitCard', device, faultId));
      await this.wait(1000);
    }
  }

  status(change: Partial<Record<keyof ApplicationStatus, unknown>> = {}): ApplicationStatus {
    const [submitted] = this.journal.of('application.submitted');
    return applicationStatusSchema.parse({
      application: submitted?.application,
      state: 'received',
      reason: null,
      grants: [],
      payment: 'none',
      production: 'none',
      submittedDay: '2026-11-23',
      ...change,
    });
  }

  /** What the authority grants: what was applied for. */
  approved(change: Partial<Record<keyof ApplicationStatus, unknown>> = {}): ApplicationStatus {
    const [submitted] = this.journal.of('application.submitted');
    const grants = (submitted?.choices ?? []).map(({ place, group, entries }) => ({
      place,
      group,
      entries,
      validFrom: '2026-11-23',
      validUntil: '2027-02-22',
      number: `SIM-${place}`,
    }));
    return this.status({ state: 'approved', grants, ...change });
  }

  order(number: number, change: Partial<PayOrder> = {}): PayOrder {
    const amountFen = this.journal.of('application.submitted')[0]?.feeFen ?? 0;
    const expiresAt = this.now() + 300_000;
    return {
      ...payOrderSchema.parse({ order: `P${number}`, amountFen, codeUrl: `pay:${number}`, expiresAt }),
      ...change,
    };
  }
}

/** A made-up person with both cards. */
export function person(id: string) {
  const found = simulatedPersonById(id);
  const permitCard = found?.permitCard ?? simulatedPersonById('lin-yuehe')?.permitCard;
  if (found === undefined || permitCard === undefined || permitCard === null)
    throw new Error(`nobody is ${id}`);
  return { idCard: found.idCard, permitCard };
}

export const MACAO_ONCE = { place: 'MAC', group: 'G', months: 3, entries: 1 } as const;
export const HONG_KONG_TWICE = { place: 'HKG', group: 'G', months: 12, entries: 2 } as const;

/** Brings a visit to the named screen along the straight way. */
export async function upTo(
  stage: SessionStage,
  where: 'insert-permit' | 'choose' | 'review' | 'deciding' | 'pay' | 'producing' | 'take-card' | 'result',
): Promise<void> {
  const { devices, link } = stage;
  const who = person('lin-yuehe');
  await settled();
  await stage.happens(() => devices.layIdCard(who.idCard));
  if (where === 'insert-permit') return;
  await stage.happens(() => devices.insertPermit(who.permitCard));
  if (where === 'choose') return;
  await stage.do({ type: 'CHOOSE', place: 'MAC', choice: MACAO_ONCE });
  await stage.do({ type: 'NEXT' });
  if (where === 'review') return;
  await stage.do({ type: 'CONFIRM' });
  if (where === 'deciding') return;
  link.payAnswers.push(ok(stage.order(1)));
  await stage.happens(() => link.say(stage.approved()));
  if (where === 'pay') return;
  await stage.happens(() => link.say(stage.approved({ payment: 'settled' })));
  if (where === 'producing') return;
  await stage.happens(() => devices.finishPrint());
  await stage.happens(() => devices.finishReadBack());
  if (where === 'take-card') return;
  await stage.happens(() => devices.takeCard());
  await stage.happens(() => devices.finishReceipt());
}
