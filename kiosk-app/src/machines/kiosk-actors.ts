import { err, type Result } from '@haizhu/shared/result';
import { fromCallback, fromPromise } from 'xstate';
import type { CommitError, Committed, Draft, Journal } from '../ports/journal.ts';
import type { ServerLink } from '../ports/server-link.ts';
import { type RecoveryInput, recover } from './kiosk-recovery.ts';
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

/** Asks the server where applications stand; each answer is a STATUS. */
export const askStatuses = fromCallback<
  KioskEvent,
  { readonly link: Pick<ServerLink, 'watchApplication'>; readonly applications: readonly string[] }
>(({ input: { link, applications }, sendBack }) => {
  const stops = applications.map((application) =>
    link.watchApplication(application, (status) => sendBack({ type: 'STATUS', status })),
  );
  return () => {
    for (const stop of stops) stop();
  };
});

/** Settles what was left behind. A failure nobody expected counts as a journal that cannot be trusted now. */
export const settle = fromCallback<KioskEvent, Omit<RecoveryInput, 'onCardOut'>>(({ input, sendBack }) => {
  const controller = new AbortController();
  recover({ ...input, onCardOut: (out) => sendBack({ type: 'CARD_OUT', out }) }, controller.signal).then(
    (recovered) => {
      if (!controller.signal.aborted) sendBack({ type: 'RECOVERED', recovered });
    },
    () => {
      if (controller.signal.aborted) return;
      sendBack({ type: 'RECOVERED', recovered: { outcome: 'storage', pending: input.pending } });
    },
  );
  return () => controller.abort();
});
