import type { DeviceState } from '@haizhu/shared/xfs/status';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import type { ByteLink } from './byte-link.ts';
import { KeptLink } from './kept-link.ts';
import { pause } from './pause.ts';
import { RequestLine } from './request-line.ts';
import {
  cardOfBase,
  parseSamResponse,
  SAM_STATUS,
  type SamCommand,
  SamFrames,
  type SamResponse,
  samRequest,
} from './sam-codec.ts';

export interface SamTimes {
  /** Between two looks for a card, ms. */
  readonly findMs: number;
  /** Between two looks after the module's health, ms. */
  readonly healthMs: number;
  /** How long an answer may take; reading text and photo at 115200 baud takes about 1.5 s. */
  readonly answerMs: number;
}

const TIMES: SamTimes = { findMs: 300, healthMs: 5000, answerMs: 3000 };
/** A card held at an angle fails now and then; after this many tries in a row it is called unreadable. */
const TRIES = 3;

interface Session {
  ask(command: SamCommand): Promise<SamResponse>;
}

/** ID-card reader with a SAM module on a stream of bytes: find, select, read (GA/T 467). */
export function createSamIdReader(open: () => Promise<ByteLink>, times: SamTimes = TIMES): Device {
  let media: 'present' | 'notPresent' = 'notPresent';
  const link = new KeptLink<Session>({
    open,
    everyMs: times.healthMs,
    start: (bytes) => startSession(bytes, times.answerMs),
    look: async (current) => stateOf(await current.ask('status')),
  });
  const setMedia = (found: boolean) => {
    const now = found ? 'present' : 'notPresent';
    if (now === media) return;
    media = now;
    link.changed();
  };

  async function read(current: Session, signal: AbortSignal): Promise<Outcome> {
    for (let failures = 0; !signal.aborted; ) {
      const found = (await current.ask('find')).sw3 === SAM_STATUS.found;
      setMedia(found);
      if (found) {
        const card = await readFound(current);
        if (card !== null) return card;
        failures += 1;
        if (failures >= TRIES) return commandError('readFailed');
      }
      await pause(times.findMs, signal);
    }
    return { code: 'canceled' };
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
        case 'IdReader.Read': {
          event('IdReader.PresentCardEvent');
          const outcome = await link.use((current) => read(current, signal));
          setMedia(false);
          return outcome ?? { code: 'deviceNotReady' };
        }
        case 'IdReader.Reset': {
          const done = await link.use((current) => current.ask('reset'));
          return done?.sw3 === SAM_STATUS.ok ? SUCCESS : { code: 'hardwareError' };
        }
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    /** The module forgets the card with a reset; where it does not answer there is nothing left to read either. */
    async clearBuffers() {
      await link.use((current) => current.ask('reset'));
    },
    onChange: (listener) => link.onChange(listener),
    close: () => link.close(),
  };
}

/** Selects and reads the card that was found; null where that failed and can be tried again. */
async function readFound(session: Session): Promise<Outcome | null> {
  if ((await session.ask('select')).sw3 !== SAM_STATUS.ok) return null;
  const base = await session.ask('readBase');
  if (base.sw3 !== SAM_STATUS.ok) return null;
  const card = cardOfBase(base.data);
  base.data.fill(0);
  return card.ok ? { code: 'success', payload: { card: card.value } } : null;
}

function startSession(bytes: ByteLink, answerMs: number): Session {
  const line = new RequestLine(bytes);
  return {
    ask(command) {
      const frames = new SamFrames();
      return line.ask(samRequest(command), answerMs, (chunk) => {
        const body = frames.push(chunk).at(-1);
        return body === undefined ? null : parseSamResponse(body);
      });
    },
  };
}

function stateOf(response: SamResponse): DeviceState {
  return response.sw3 === SAM_STATUS.ok ? 'online' : 'hardwareError';
}
