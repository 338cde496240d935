import type { ByteLink } from './byte-link.ts';
import type { TalkListener } from './kept-link.ts';
import { BROKEN, type Patience, RequestLine } from './request-line.ts';
import {
  cameBroken,
  isAnswerTo,
  parseSamResponse,
  type SamCommand,
  SamFrames,
  type SamResponse,
  type SamToken,
  samRequest,
} from './sam-codec.ts';

/** Talk with a SAM module on one open line. */
export interface SamSession {
  /** Asks up to three times. Rejects with `NoAnswer`. */
  ask(command: SamCommand): Promise<SamResponse>;
}

export interface SamPatience {
  /** For everything but reading a card. */
  readonly short: Patience;
  /** The module works for a second and more before the first byte, and the photo is long. */
  readonly read: Patience;
}

/** Text and photo are 1295 bytes: 12 s on a line of 1200 bits in a second. */
export const SAM_PATIENCE: SamPatience = {
  short: { firstMs: 800, gapMs: 400, wholeMs: 1200 },
  read: { firstMs: 2000, gapMs: 400, wholeMs: 15_000 },
};

export function startSamSession(link: ByteLink, talk: TalkListener, patience: SamPatience): SamSession {
  const line = new RequestLine<SamToken>(link, new SamFrames(), talk);
  return {
    ask: (command) =>
      line.ask<SamResponse>({
        bytes: samRequest(command),
        patience: command === 'readBase' ? patience.read : patience.short,
        match(token) {
          if (token.is === 'broken') return BROKEN;
          const response = parseSamResponse(token.body);
          if (response === null || cameBroken(response)) return BROKEN;
          return isAnswerTo(command, response) ? response : null;
        },
      }),
  };
}
