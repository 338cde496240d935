import type { DeviceState } from '@haizhu/shared/xfs/status';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import type { ByteLink } from './byte-link.ts';
import { KEPT_TIMES, KeptLink, type KeptTimes } from './kept-link.ts';
import { pause, unlessAborted } from './pause.ts';
import { cardOfBase, SAM_STATUS, type SamResponse } from './sam-codec.ts';
import { SAM_PATIENCE, type SamPatience, type SamSession, startSamSession } from './sam-session.ts';

export interface SamTimes extends KeptTimes {
  /** Between two looks for a card, ms. */
  readonly findMs: number;
  readonly patience: SamPatience;
}

const TIMES: SamTimes = { ...KEPT_TIMES, findMs: 300, patience: SAM_PATIENCE };
/**
 * A card held at an angle fails now and then; after this many tries in a row it is called unreadable. A line that is
 * lost so often without a single look for a card between is a fault of the device.
 */
const TRIES = 3;
const CANCELED: Outcome = { code: 'canceled' };

/** ID-card reader with a SAM module on a stream of bytes: find, select, read (GA/T 467). */
export function createSamIdReader(open: () => Promise<ByteLink>, times: SamTimes = TIMES): Device {
  let media: 'present' | 'notPresent' = 'notPresent';
  /** A card that was read is not read again before it was lifted: it may be the last citizen's. */
  let mustBeLifted = false;
  /** It says that it is well, and never answers when it is asked for a card. */
  let isDeaf = false;

  const link = new KeptLink<SamSession>({
    open,
    times,
    start: (bytes, talk) => startSamSession(bytes, talk, times.patience),
    async look(session) {
      const state = stateOf(await session.ask('status'));
      if (state === 'online' && (mustBeLifted || isDeaf)) await find(session);
      return isDeaf ? 'hardwareError' : state;
    },
  });
  const setMedia = (found: boolean) => {
    const now = found ? 'present' : 'notPresent';
    if (now === media) return;
    media = now;
    link.changed();
  };

  /** Whether a card lies there that was not read yet. */
  async function find(session: SamSession): Promise<boolean> {
    const found = (await session.ask('find')).sw3 === SAM_STATUS.found;
    isDeaf = false;
    if (!found) mustBeLifted = false;
    setMedia(found);
    return found && !mustBeLifted;
  }

  async function read(signal: AbortSignal): Promise<Outcome> {
    let failures = 0;
    let losses = 0;
    let healthAt = performance.now();
    while (!signal.aborted) {
      const outcome = await link.use(async (session) => {
        if (performance.now() - healthAt >= times.healthMs) {
          healthAt = performance.now();
          if ((await link.check(session)) === 'hardwareError') return { code: 'hardwareError' } as const;
        }
        // A module gives a card that it has chosen before only after a reset.
        if (failures > 0) await session.ask('reset');
        const isThere = await find(session);
        losses = 0;
        if (!isThere) return 'nothing';
        const card = signal.aborted ? CANCELED : await readFound(session);
        if (card !== null) return card;
        failures += 1;
        return failures >= TRIES ? commandError('readFailed') : 'nothing';
      });
      if (outcome !== null && outcome !== 'nothing') {
        if (outcome.code === 'success' && !signal.aborted) mustBeLifted = true;
        return outcome;
      }
      if (outcome === null) {
        losses += 1;
        if (losses >= TRIES) isDeaf = true;
        if (losses >= TRIES || link.state === 'offline') return { code: 'deviceNotReady' };
      }
      await pause(times.findMs, signal);
    }
    return CANCELED;
  }

  return {
    service: 'IdReader',
    simulated: false,
    model: 'SAM ID-card module (GA/T 467)',
    status: () => ({
      common: { device: link.state },
      idReader: { media: link.state === 'online' ? media : 'unknown' },
    }),
    async execute(command, { signal, event }) {
      switch (command.name) {
        case 'IdReader.Read':
          event('IdReader.PresentCardEvent');
          // Nobody waits for the end of a question once it is canceled; the line itself does.
          return (await unlessAborted(read(signal), signal)) ?? CANCELED;
        case 'IdReader.Reset': {
          const done = await link.use((session) => session.ask('reset'));
          if (done === null) return { code: 'deviceNotReady' };
          mustBeLifted = false;
          return done.sw3 === SAM_STATUS.ok ? SUCCESS : { code: 'hardwareError' };
        }
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    /** The module forgets the card with a reset; where it does not answer there is nothing left to read either. */
    async clearBuffers() {
      await link.use((session) => session.ask('reset'));
    },
    onChange: (listener) => link.onChange(listener),
    close: () => link.close(),
  };
}

/** Selects and reads the card that was found; null where that failed and can be tried again. */
async function readFound(session: SamSession): Promise<Outcome | null> {
  if ((await session.ask('select')).sw3 !== SAM_STATUS.ok) return null;
  const base = await session.ask('readBase');
  if (base.sw3 !== SAM_STATUS.ok) return null;
  const card = cardOfBase(base.data);
  base.data.fill(0);
  return card.ok ? { code: 'success', payload: { card: card.value } } : null;
}

function stateOf(response: SamResponse): DeviceState {
  return response.sw3 === SAM_STATUS.ok ? 'online' : 'hardwareError';
}
