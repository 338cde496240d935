import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { Result } from '@haizhu/shared/result';
import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { CardPlace, DeviceError, EndorsementPrint } from '../ports/devices.ts';
import type { Draft } from '../ports/journal.ts';
import type { cardMachine } from './card-machine.ts';
import type { CardEnd, KeepReason } from './card-types.ts';

/** What is known of the card. `out`: on its way to the citizen's hand; `busy`: something is being found out. */
export type CardKnown = 'none' | 'inside' | 'out' | 'keeping' | 'busy' | 'unknown';

/** The card's chart as visits and recovery see it: questions and their answers, one after the other. */
export interface CardDesk {
  /** Whose card it is (ids of the journal), and what the journal says of it where an earlier run left it. */
  visit(session: string | null, application: string | null, left?: 'doubtful' | 'condemned'): void;
  known(): CardKnown;
  /** Tells at once and at each change. Returns how to stop. */
  watch(listener: (known: CardKnown) => void): () => void;
  ask(): Promise<CardPlace>;
  /** Whether nothing of an earlier card is still to be written down. */
  isSettled(): boolean;
  accept(signal: AbortSignal): Promise<Result<PermitCard, DeviceError>>;
  print(prints: readonly EndorsementPrint[]): Promise<Result<undefined, DeviceError>>;
  look(
    isGranted: (seen: readonly EndorsementPrint[]) => boolean,
  ): Promise<Result<'granted' | 'other', DeviceError>>;
  /** Journals that the card is to be kept; gives what could not be stored. */
  condemn(reason: KeepReason): Promise<readonly Draft[]>;
  giveBack(takeWithinMs: number): Promise<CardEnd>;
  keep(reason: KeepReason): Promise<CardEnd>;
}

type Snapshot = SnapshotFrom<typeof cardMachine>;

function knownOf(snapshot: Snapshot): CardKnown {
  const { value } = snapshot;
  if (typeof value === 'object') {
    if ('keeping' in value) return 'keeping';
    if ('returning' in value) return 'out';
    return 'busy';
  }
  switch (value) {
    case 'none':
    case 'unknown':
      return value;
    case 'held':
    case 'printing':
    case 'looking':
    case 'condemning':
      return 'inside';
    case 'asking':
    case 'drawing':
    case 'unsure':
    case 'pausing':
    case 'unsaid':
      return 'busy';
  }
}

export function cardDesk(actor: ActorRefFrom<typeof cardMachine>): CardDesk {
  const known = () => knownOf(actor.getSnapshot());
  return {
    visit: (session, application, left) =>
      actor.send({ type: 'VISIT', session, application, ...(left === undefined ? {} : { left }) }),
    known,
    watch(listener) {
      let before: CardKnown | null = null;
      const tell = () => {
        const now = known();
        if (now === before) return;
        before = now;
        listener(now);
      };
      const { unsubscribe } = actor.subscribe(tell);
      tell();
      return unsubscribe;
    },
    isSettled: () => {
      const { seen, condemned, doubtful } = actor.getSnapshot().context;
      return !seen && !condemned && !doubtful;
    },
    ask: () => new Promise((reply) => actor.send({ type: 'ASK', reply })),
    accept: (signal) => new Promise((reply) => actor.send({ type: 'ACCEPT', signal, reply })),
    print: (prints) => new Promise((reply) => actor.send({ type: 'PRINT', prints, reply })),
    look: (isGranted) => new Promise((reply) => actor.send({ type: 'LOOK', isGranted, reply })),
    condemn: (reason) => new Promise((reply) => actor.send({ type: 'CONDEMN', reason, reply })),
    giveBack: (takeWithinMs) =>
      new Promise((reply) => actor.send({ type: 'GIVE_BACK', takeWithinMs, reply })),
    keep: (reason) => new Promise((reply) => actor.send({ type: 'KEEP', reason, reply })),
  };
}
