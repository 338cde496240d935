import { err, type Result } from '@haizhu/shared/result';
import { fromCallback, fromPromise } from 'xstate';
import type { CardDesk } from '../card/card-desk.ts';
import type { CardPlace } from '../ports/devices.ts';
import type { CommitError, Committed, Draft, Journal } from '../ports/journal.ts';
import type { ServerLink } from '../ports/server-link.ts';
import type { KioskEvent } from './kiosk-types.ts';

export const commitDraft = fromPromise<
  Result<Committed, CommitError>,
  { readonly journal: Pick<Journal, 'commit'>; readonly draft: Draft | null }
>(async ({ input: { journal, draft } }) => (draft === null ? err('invalid') : journal.commit(draft)));

export const readUnfinished = fromPromise<
  Awaited<ReturnType<Journal['unfinished']>>,
  Pick<Journal, 'unfinished'>
>(({ input }) => input.unfinished());

export const watchLink = fromCallback<KioskEvent, Pick<ServerLink, 'watch'>>(({ input, sendBack }) =>
  input.watch((state) => sendBack({ type: 'LINK', state })),
);

export const askCard = fromPromise<CardPlace, CardDesk>(({ input }) => input.ask());
