import type { EntryBody } from '@haizhu/shared/journal/kinds';
import { printDigest } from '../card/card-print.ts';
import type { EndorsementPrint } from '../ports/devices.ts';
import type { Draft, Journal, Obligation } from '../ports/journal.ts';
import { ageOf } from '../sync/time-mark.ts';
import type { RecoveryContext, Unfinished } from './recovery-types.ts';

type ApplicationId = EntryBody<'card.failed'>['application'];
type SessionId = EntryBody<'session.ended'>['session'];

/** Commits entries in their order. Gives those that are still to be stored. */
export async function storeAll(
  journal: Pick<Journal, 'commit'>,
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  for (const [at, draft] of drafts.entries()) {
    const stored = await journal.commit(draft);
    // What no schema takes would never be stored; the writer has told the log.
    if (!stored.ok && stored.error !== 'invalid') return drafts.slice(at);
  }
  return [];
}

export const latestSession = ({ sessions }: Unfinished) =>
  [...sessions].sort((a, b) => b.startedAt - a.startedAt)[0];

export const beingWritten = ({ obligations }: Unfinished): Obligation | undefined =>
  obligations.find(({ card }) => card === 'writing');

/** Payments whose card was not begun: given up, and the server gives back what was paid. */
export function abandonedPayments({ obligations }: Unfinished): readonly Draft[] {
  return obligations.flatMap(({ application, payment, card }): readonly Draft[] => {
    if (card === 'writing' || payment === null) return [];
    const order = payment.order as EntryBody<'payment.abandoned'>['order'];
    const body = { application: application as ApplicationId, order, reason: 'interrupted' } as const;
    return [{ kind: 'payment.abandoned', body }];
  });
}

export function failedCards({ obligations }: Unfinished): readonly Draft[] {
  return obligations.flatMap(({ application, card }): readonly Draft[] =>
    card === 'writing'
      ? [
          {
            kind: 'card.failed',
            body: { application: application as ApplicationId, fault: null, reason: 'interrupted' },
          },
        ]
      : [],
  );
}

export function writtenCard(unfinished: Unfinished): readonly Draft[] {
  const obligation = beingWritten(unfinished);
  if (obligation === undefined) return [];
  const application = obligation.application as ApplicationId;
  return [{ kind: 'card.written', body: { application, attempts: 1 } }];
}

export function endedSessions({ unfinished, input }: RecoveryContext): readonly Draft[] {
  return unfinished.sessions.map(({ session, startedAt, mark }) => ({
    kind: 'session.ended',
    body: {
      session: session as SessionId,
      outcome: 'interrupted',
      // A visit whose length nobody knows has lasted for nothing that could be counted.
      durationMs: Math.round(ageOf(startedAt, mark, input.clock) ?? 0),
      lastStep: 'interrupted',
    },
  }));
}

/** Whether what is seen on the card is what the journal says was to be printed. */
export function isWhatWasMeant(unfinished: Unfinished): (seen: readonly EndorsementPrint[]) => boolean {
  const obligation = beingWritten(unfinished);
  return (seen) =>
    obligation?.print !== null &&
    obligation?.print !== undefined &&
    obligation.print === printDigest(obligation.application, seen);
}

/** Tells the card's chart whose card it may hold, and what the journal says of it. */
export function tellDesk({ input: { card }, unfinished }: RecoveryContext): void {
  const { keeping } = unfinished;
  const session = latestSession(unfinished)?.session ?? null;
  const writing = beingWritten(unfinished);
  if (keeping !== null) card.visit(keeping.session, keeping.application, 'condemned');
  else if (writing !== undefined) card.visit(session, writing.application, 'doubtful');
  else if (session !== null) card.visit(session, null);
}
