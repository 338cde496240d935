import type { SyncError } from '@haizhu/shared/sync/protocol';
import type { NoAnswer } from './transport.ts';

/** Everything that can come of a batch that was pushed. */
export type PushOutcome = 'taken' | SyncError | NoAnswer | 'not understood';

/** What else is going on when a batch is answered. */
export type PushSituation =
  | 'it alone on the way'
  | 'others on the way'
  | 'others on the way, one not taken before';

export type UploadCell =
  | 'goes on'
  | 'begins again at once'
  | 'begins again after the time asked for'
  | 'begins again when the window is empty'
  | 'begins again when the window is empty and the time is over'
  | 'gives up the link';

const GIVES_UP: Readonly<Record<PushSituation, UploadCell>> = {
  'it alone on the way': 'gives up the link',
  'others on the way': 'gives up the link',
  'others on the way, one not taken before': 'gives up the link',
};

/** To begin again is to begin behind what the server has acknowledged. The uploader is held to it cell by cell. */
export const UPLOADER_TABLE: Readonly<Record<PushOutcome, Readonly<Record<PushSituation, UploadCell>>>> = {
  taken: {
    'it alone on the way': 'goes on',
    'others on the way': 'goes on',
    'others on the way, one not taken before': 'begins again when the window is empty and the time is over',
  },
  'slow-down': {
    'it alone on the way': 'begins again after the time asked for',
    'others on the way': 'begins again when the window is empty and the time is over',
    'others on the way, one not taken before': 'begins again when the window is empty and the time is over',
  },
  'seq-gap': {
    'it alone on the way': 'begins again at once',
    'others on the way': 'begins again when the window is empty',
    'others on the way, one not taken before': 'begins again when the window is empty and the time is over',
  },
  'malformed-frame': GIVES_UP,
  'frame-too-large': GIVES_UP,
  'protocol-unsupported': GIVES_UP,
  'unknown-kiosk': GIVES_UP,
  'revoked-kiosk': GIVES_UP,
  'stale-epoch': GIVES_UP,
  'wrong-signature': GIVES_UP,
  'not-proved': GIVES_UP,
  'not-found': GIVES_UP,
  'not-payable': GIVES_UP,
  internal: GIVES_UP,
  'not understood': GIVES_UP,
  'timed-out': GIVES_UP,
  down: GIVES_UP,
};
