import { err, ok } from '@haizhu/shared/result';
import { createActor, SimulatedClock } from 'xstate';
import { cardMachine } from '../card/card-machine.ts';
import { CARD_LIMITS, type CardEvent, type CardInput, type CardRequest } from '../card/card-types.ts';
import type { DeviceCondition } from '../ports/devices.ts';
import { settled } from './session-stage.ts';

type Call = Exclude<keyof CardInput['peripherals'], 'watch'> | 'commit';

interface Waiting {
  readonly call: Call;
  answer(value: unknown): void;
}

/** Longer than any limit of the chart, so that one is over; shorter than two. */
const LONGEST_MS = CARD_LIMITS.printMs + CARD_LIMITS.moveMs;

/** The card's chart with ports that answer when the test says so, the journal among them. */
export class CardStage {
  readonly timers = new SimulatedClock();
  /** Requests that were answered, by their type. */
  readonly answered: CardRequest['type'][] = [];
  #waiting: Waiting[] = [];
  #tell: (conditions: readonly DeviceCondition[]) => void = () => {};
  readonly actor;

  constructor() {
    const call = (name: Call) => () =>
      new Promise<never>((resolve) => {
        this.#waiting.push({ call: name, answer: (value) => resolve(value as never) });
      });
    this.actor = createActor(cardMachine, {
      clock: this.timers,
      input: {
        peripherals: {
          askCard: call('askCard'),
          acceptPermitCard: call('acceptPermitCard'),
          printEndorsements: call('printEndorsements'),
          readBackEndorsements: call('readBackEndorsements'),
          returnPermitCard: call('returnPermitCard'),
          drawBackPermitCard: call('drawBackPermitCard'),
          retainPermitCard: call('retainPermitCard'),
          watch: (listener) => {
            this.#tell = listener;
            return () => {};
          },
        },
        journal: { commit: call('commit') },
      },
    }).start();
  }

  /** `keeping.moving`, say. */
  get state(): string {
    const path = (value: unknown): string =>
      typeof value === 'string'
        ? value
        : Object.entries(value as object)
            .map(([name, inner]) => `${name}.${path(inner)}`)
            .join();
    return path(this.actor.getSnapshot().value);
  }

  get context() {
    return this.actor.getSnapshot().context;
  }

  isWaiting(call: Call): boolean {
    return this.#waiting.some((waiting) => waiting.call === call);
  }

  async send(event: CardEvent): Promise<void> {
    this.actor.send(event);
    await settled();
  }

  async request(type: CardRequest['type']): Promise<void> {
    const reply = () => void this.answered.push(type);
    const isGranted = (seen: readonly unknown[]) => seen.length > 0;
    const signal = new AbortController().signal;
    const requests: { readonly [T in CardRequest['type']]: Extract<CardRequest, { type: T }> } = {
      ASK: { type: 'ASK', reply },
      ACCEPT: { type: 'ACCEPT', signal, reply },
      PRINT: { type: 'PRINT', prints: [], reply },
      LOOK: { type: 'LOOK', isGranted, reply },
      CONDEMN: { type: 'CONDEMN', reason: 'misprinted', reply },
      GIVE_BACK: { type: 'GIVE_BACK', takeWithinMs: 30_000, reply },
      KEEP: { type: 'KEEP', reason: 'found', reply },
    };
    await this.send(requests[type]);
  }

  async doubt(): Promise<void> {
    await this.send({ type: 'VISIT', session: null, application: null, left: 'doubtful' });
  }

  /** Answers the newest call of that name: one before it may have been given up. */
  async answer(call: Call, value: unknown): Promise<void> {
    const waiting = this.#waiting.findLast((candidate) => candidate.call === call);
    if (waiting === undefined) throw new Error(`no ${call} is waiting`);
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.answer(value);
    await settled();
  }

  async fail(call: Call, neverBegan = false): Promise<void> {
    const error = { code: 'device-fault', device: 'card-reader', faultId: null } as const;
    await this.answer(call, err(neverBegan ? { ...error, neverBegan } : error));
  }

  async succeed(call: Call, value?: unknown): Promise<void> {
    await this.answer(call, value === undefined ? ok() : ok(value));
  }

  /** The journal refuses as often as it is tried. */
  async refuse(): Promise<void> {
    for (let tries = 0; tries < 10 && this.isWaiting('commit'); tries += 1) {
      await this.answer('commit', err('storage'));
    }
  }

  async disturb(): Promise<void> {
    this.#tell([{ device: 'card-reader', online: false, faults: [], simulated: false }]);
    await settled();
  }

  /** Lets time pass until the chart moves, or no limit is left that could be over. */
  async overtime(): Promise<void> {
    const before = this.state;
    for (let ms = 0; ms <= LONGEST_MS && this.state === before; ms += 500) {
      this.timers.increment(500);
      await settled();
    }
  }
}
