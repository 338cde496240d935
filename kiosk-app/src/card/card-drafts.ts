import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Draft } from '../ports/journal.ts';
import type { CardContext } from './card-types.ts';

type SessionId = EntryBody<'card.returned'>['session'];

export function cardKeeping({ session, application, reason }: CardContext): Draft {
  return {
    kind: 'card.keeping',
    body: {
      // Ids were made by this program; the journal checks their form once more.
      session: session as SessionId,
      application: application as EntryBody<'card.keeping'>['application'],
      reason,
    },
  };
}

const HOW = {
  returned: 'taken',
  retained: 'retained',
  stuck: 'stuck',
  gone: 'gone',
  unknown: 'unknown',
} as const;

/** Null where there was no card, or nothing new is known of it. */
export function cardReturned({ session, outcome, told }: CardContext): Draft | null {
  if (outcome === 'none' || outcome === told) return null;
  return { kind: 'card.returned', body: { session: session as SessionId, how: HOW[outcome] } };
}
