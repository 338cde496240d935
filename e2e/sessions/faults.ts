import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { ServedDevice } from '@haizhu/shared/xfs/status';
import type { Random } from '../chaos/random.ts';
import type { AuthorityDesk } from './authority-desk.ts';
import type { Bank } from './bank.ts';
import type { Machine } from './machine.ts';
import type { Moment } from './moments.ts';

export interface FaultScene {
  readonly machine: Machine;
  readonly bank: Bank;
  readonly authority: AuthorityDesk;
  readonly time: VirtualTime;
  readonly random: Random;
  note(what: string): void;
}

type Fault = (scene: FaultScene, device: ServedDevice) => unknown;

const seconds = (random: Random, least: number, most: number) => random.int(least * 1000, most * 1000);
const CARD: readonly ServedDevice[] = ['card-reader', 'card-printer'];

/** Everything that can go wrong, with how often it is drawn. Each is well again after a while, or at the repair. */
const FAULTS: Readonly<Record<string, { readonly weight: number; readonly does: Fault }>> = {
  unplug: {
    weight: 10,
    does: ({ machine, random }, device) => {
      const set = (isWrong: boolean) => machine.devices.unit(device, (unit) => unit.setPlugged(!isWrong));
      machine.for(seconds(random, 1, 90), `cable of ${device}`, set);
    },
  },
  flap: {
    weight: 2,
    does: ({ machine, random }, device) => {
      const set = (isWrong: boolean) => machine.devices.unit(device, (unit) => unit.setFlapping(isWrong));
      machine.for(seconds(random, 2, 30), `contact of ${device}`, set);
    },
  },
  slow: {
    weight: 3,
    does: ({ machine, random }, device) => {
      const set = (isWrong: boolean) => machine.devices.unit(device, (unit) => unit.setSlow(isWrong));
      machine.for(seconds(random, 10, 120), `speed of ${device}`, set);
    },
  },
  jam: {
    weight: 8,
    does: ({ machine, random }, device) => {
      const { jams } = machine.world;
      if (device === 'card-printer') jams[device] = random.pick(['jammed', 'printing'] as const);
      else if (device === 'card-reader')
        jams[device] = random.pick(['jammed', 'entering', 'returning'] as const);
      else jams['receipt-printer'] = 'jammed';
      machine.world.changed();
    },
  },
  paper: {
    weight: 1,
    does: ({ machine, random }) => {
      machine.world.paper = random.pick(['low', 'out'] as const);
      machine.world.changed();
    },
  },
  'bin full': {
    weight: 2,
    does: ({ machine }) => {
      machine.world.binCount = 20;
      machine.world.changed();
    },
  },
  'verify mismatch': {
    weight: 6,
    does: ({ machine, random }) => {
      machine.for(seconds(random, 1, 90), 'camera', (isWrong) => {
        machine.world.verifyMismatch = isWrong;
      });
    },
  },
  unreadable: {
    weight: 3,
    does: ({ machine, random }) => {
      const what = random.pick(['idCard', 'permit'] as const);
      machine.for(seconds(random, 1, 30), `reading of ${what}`, (isWrong) => {
        machine.world.unreadable[what] = isWrong;
      });
    },
  },
  'service killed': { weight: 8, does: ({ machine, random }) => machine.killService(seconds(random, 1, 30)) },
  'service frozen': {
    weight: 10,
    does: ({ machine, random }) => machine.freezeService(seconds(random, 1, 40)),
  },
  'sockets cut': { weight: 6, does: ({ machine }) => machine.wire.cutAll() },
  'frame lost': { weight: 6, does: () => 'lost' },
  'page reloaded': { weight: 8, does: ({ machine, random }) => machine.killBrowser(random.int(50, 1500)) },
  'browser killed': { weight: 6, does: ({ machine, random }) => machine.killBrowser(seconds(random, 2, 30)) },
  'power cut': { weight: 8, does: ({ machine, random }) => void machine.powerCut(seconds(random, 1, 60)) },
  'network cut': { weight: 6, does: ({ machine, random }) => machine.cutNetwork(seconds(random, 1, 90)) },
  'server killed': { weight: 4, does: ({ machine, random }) => machine.killServer(seconds(random, 1, 60)) },
  'answers lost': {
    weight: 2,
    does: ({ machine, random }) => {
      machine.for(seconds(random, 1, 30), 'way back', (isWrong) => {
        machine.network.loseAnswers = isWrong;
      });
    },
  },
  'frames doubled': {
    weight: 2,
    does: ({ machine, random }) => {
      machine.for(seconds(random, 5, 60), 'way there', (isWrong) => {
        machine.network.duplicate = isWrong;
      });
    },
  },
  'disk full': {
    weight: 3,
    does: ({ machine, random }) => {
      machine.for(seconds(random, 1, 40), 'disk', (isWrong) => {
        machine.disk.isFull = isWrong;
      });
    },
  },
  'authority away': {
    weight: 2,
    does: ({ machine, authority, random }) => {
      machine.for(seconds(random, 5, 120), 'authority', (isWrong) => {
        authority.isAway = isWrong;
      });
    },
  },
  'authority slow': {
    weight: 2,
    does: ({ authority, time, random }) => {
      authority.slowMs = random.int(500, 8000);
      authority.undecidedUntil = time.now() + seconds(random, 1, 120);
    },
  },
  'bank away': {
    weight: 2,
    does: ({ machine, bank, random }) => {
      machine.for(seconds(random, 5, 90), 'bank', (isWrong) => {
        bank.isAway = isWrong;
      });
    },
  },
};

const TOTAL = Object.values(FAULTS).reduce((sum, { weight }) => sum + weight, 0);

/** Moments at which more depends on what happens next than at others, with how often they are drawn. */
const MOMENTS: readonly (readonly [number, Moment])[] = [
  [3, 'screen:insert-permit'],
  [2, 'screen:choose'],
  [1, 'screen:review'],
  [2, 'screen:deciding'],
  [4, 'screen:pay'],
  [6, 'screen:producing'],
  [4, 'screen:take-card'],
  [2, 'screen:result'],
  [1, 'screen:leaving'],
  [2, 'screen:recovering'],
  [2, 'screen:starting'],
  [1, 'screen:out-of-service'],
  [2, 'screen:device-trouble'],
  [3, 'command:CardReader.ReadRawData'],
  [2, 'delivered:CardReader.ReadRawData'],
  [2, 'done:CardReader.ReadRawData'],
  [5, 'command:Printer.PrintForm'],
  [8, 'delivered:Printer.PrintForm'],
  [3, 'done:Printer.PrintForm'],
  [3, 'command:Printer.ReadForm'],
  [4, 'delivered:Printer.ReadForm'],
  [3, 'done:Printer.ReadForm'],
  [4, 'command:CardReader.Move'],
  [5, 'delivered:CardReader.Move'],
  [3, 'done:CardReader.Move'],
  [2, 'command:Printer.ControlMedia'],
  [1, 'command:IdReader.Read'],
  [1, 'done:IdReader.Read'],
  [1, 'command:Common.ClearBuffers'],
  [1, 'done:Common.ClearBuffers'],
  [1, 'command:Common.Status'],
  [2, 'commit:application.submitted'],
  [2, 'stored:application.submitted'],
  [2, 'committed:application.submitted'],
  [1, 'commit:payment.begun'],
  [1, 'stored:payment.begun'],
  [2, 'committed:payment.begun'],
  [2, 'commit:card.writing'],
  [2, 'stored:card.writing'],
  [3, 'committed:card.writing'],
  [2, 'commit:card.written'],
  [2, 'stored:card.written'],
  [2, 'committed:card.written'],
  [3, 'commit:card.failed'],
  [3, 'stored:card.failed'],
  [4, 'committed:card.failed'],
  [2, 'commit:card.returned'],
  [1, 'stored:card.returned'],
  [2, 'committed:card.keeping'],
  [1, 'commit:session.started'],
  [2, 'committed:session.started'],
  [1, 'commit:session.ended'],
  [4, 'card:transport'],
  [4, 'card:printer'],
  [4, 'card:exit'],
  [2, 'card:kept'],
  [2, 'card:hand'],
];

const MOMENTS_TOTAL = MOMENTS.reduce((sum, [weight]) => sum + weight, 0);

/** Prepares what will go wrong in the coming visit: at a moment, shortly after one, or at any time. */
export function prepareFaults(scene: FaultScene, most: number): void {
  const { machine, random, time } = scene;
  const count = random.int(0, most);
  const isOver = machine.epoch();
  for (let n = 0; n < count; n += 1) {
    const [name, fault] = drawn(random);
    const device: ServedDevice =
      random.next() < 0.75
        ? random.pick(CARD as [ServedDevice, ServedDevice])
        : random.pick(['id-reader', 'receipt-printer']);
    const happen = (when: string): 'lost' | 'goes' => {
      if (isOver()) return 'goes';
      machine.counts.faults += 1;
      scene.note(`FAULT ${name}${PER_DEVICE.has(name) ? ` of ${device}` : ''} at ${when}`);
      if (name === 'frame lost') return 'lost';
      // After the step that is being taken, and before any other.
      time.setTimeout(() => fault(scene, device), 0);
      return 'goes';
    };
    if (random.next() < 0.15 && name !== 'frame lost') {
      time.setTimeout(() => happen('any time'), seconds(random, 0, 180));
      continue;
    }
    const moment = name === 'frame lost' ? random.pick(LOSABLE) : momentOf(random);
    const delay =
      name === 'frame lost' || random.next() < 0.3 ? 0 : random.int(1, random.pick([20, 800, 3000, 8000]));
    machine.moments.next(moment, () => {
      if (delay === 0) return happen(moment);
      time.setTimeout(() => happen(`${moment} + ${delay} ms`), delay);
      return 'goes';
    });
  }
}

const PER_DEVICE = new Set(['unplug', 'flap', 'slow', 'jam']);
const LOSABLE: [Moment, ...Moment[]] = [
  'command:Printer.PrintForm',
  'done:Printer.PrintForm',
  'command:CardReader.Move',
  'done:CardReader.Move',
  'command:CardReader.ReadRawData',
  'done:CardReader.ReadRawData',
  'done:Printer.ReadForm',
  'command:Common.Cancel',
  'done:IdReader.Read',
  'done:Common.ClearBuffers',
  'done:Printer.ControlMedia',
];

function drawn(random: Random): readonly [string, Fault] {
  let left = random.next() * TOTAL;
  for (const [name, { weight, does }] of Object.entries(FAULTS)) {
    left -= weight;
    if (left < 0) return [name, does];
  }
  throw new Error('no fault was drawn');
}

function momentOf(random: Random): Moment {
  let left = random.next() * MOMENTS_TOTAL;
  for (const [weight, moment] of MOMENTS) {
    left -= weight;
    if (left < 0) return moment;
  }
  return 'screen:pay';
}
