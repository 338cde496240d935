import type { Result } from '@haizhu/shared/result';
import type { DeviceError, Peripherals } from '../ports/devices.ts';

/** What became of a permit card. `none`: there was none in the machine. */
export type CardOutcome = 'returned' | 'retained' | 'stuck' | 'none';

type CardCommands = Pick<
  Peripherals,
  'acceptPermitCard' | 'printEndorsements' | 'readBackEndorsements' | 'returnPermitCard' | 'retainPermitCard'
>;

/**
 * The way of a card through the machine, one command at a time: a command that was aborted may still be drawing a
 * card in, and the next one must not start before that is known.
 */
export interface CardPath
  extends Pick<CardCommands, 'acceptPermitCard' | 'printEndorsements' | 'readBackEndorsements'> {
  /** Whether a card may be in the machine. Only a return, a retain or a clear "no card" makes it false again. */
  readonly mayHold: boolean;
  /** Gives the card back; drawn in and kept after `takeWithinMs`. Keeps it where it cannot be moved out. */
  giveBack(takeWithinMs: number): Promise<CardOutcome>;
  /** Keeps the card, whatever was done to it before. */
  keep(): Promise<CardOutcome>;
}

export function createCardPath(peripherals: CardCommands): CardPath {
  let before: Promise<unknown> = Promise.resolve();
  /** `unsure`: the slot was opened, and nothing says yet whether a card went in. */
  let held: 'no' | 'unsure' | 'yes' = 'no';
  const never = new AbortController().signal;

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const turn = before.then(run);
    before = turn.catch(() => undefined);
    return turn;
  };
  const canceled = (): Result<never, DeviceError> => ({
    ok: false,
    error: { code: 'canceled', device: 'card-reader', faultId: null },
  });

  async function giveBack(takeWithinMs: number): Promise<CardOutcome> {
    if (held === 'no') return 'none';
    const back = await peripherals.returnPermitCard(takeWithinMs, never);
    if (!back.ok) return keep();
    held = 'no';
    return back.value === 'taken' ? 'returned' : back.value === 'retained' ? 'retained' : 'none';
  }

  async function keep(): Promise<CardOutcome> {
    if (held === 'no') return 'none';
    const kept = await peripherals.retainPermitCard(never);
    // Nobody is told that a card is stuck who may never have put one in; the slot is cleared later all the same.
    if (!kept.ok) return held === 'yes' ? 'stuck' : 'none';
    held = 'no';
    return 'retained';
  }

  return {
    get mayHold() {
      return held !== 'no';
    },
    acceptPermitCard: (signal) =>
      inTurn(async () => {
        if (signal.aborted) return canceled();
        held = 'unsure';
        const accepted = await peripherals.acceptPermitCard(signal);
        if (accepted.ok || isInside(accepted.error)) held = 'yes';
        return accepted;
      }),
    printEndorsements: (prints, signal) => inTurn(() => peripherals.printEndorsements(prints, signal)),
    readBackEndorsements: (signal) => inTurn(() => peripherals.readBackEndorsements(signal)),
    giveBack: (takeWithinMs) => inTurn(() => giveBack(takeWithinMs)),
    keep: () => inTurn(keep),
  };
}

/** Whether an error of drawing a card in says that it is in the machine. */
function isInside(error: DeviceError): boolean {
  return error.code === 'unreadable' || (error.faultId?.endsWith('-jam') ?? false);
}
