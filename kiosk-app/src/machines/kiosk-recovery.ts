import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import type { KioskClock } from '../ports/clock.ts';
import type { Peripherals } from '../ports/devices.ts';
import type { Draft, Journal, Obligation } from '../ports/journal.ts';
import { ageOf } from '../sync/time-mark.ts';
import type { CardOutcome } from './card-path.ts';
import { isSamePrint, printsOf } from './session-checks.ts';

export interface RecoveryDeps {
  readonly peripherals: Pick<
    Peripherals,
    'readBackEndorsements' | 'returnPermitCard' | 'retainPermitCard' | 'wipe'
  >;
  readonly journal: Pick<Journal, 'commit' | 'unfinished'>;
  readonly clock: KioskClock;
}

export interface RecoveryInput {
  readonly deps: RecoveryDeps;
  /** Entries that a session could not store. */
  readonly pending: readonly Draft[];
  /** What the server said of applications whose card was being written; empty where it cannot be asked. */
  readonly statuses: ReadonlyMap<string, ApplicationStatus>;
  /** A citizen who was there this recently may still stand there, and gets the card back. */
  readonly presentMs: number;
  readonly takeCardMs: number;
  /** Called when a card is put out for somebody to take; null once that is over. */
  onCardOut(out: boolean): void;
}

export interface Recovered {
  /** `storage`: the journal cannot be written, so nobody is let in. `devices`: the devices were not cleared. */
  readonly outcome: 'clean' | 'storage' | 'devices';
  /** What is still to be stored. */
  readonly pending: readonly Draft[];
}

/**
 * Ends what a visit left behind: entries that could not be stored, payments and cards that had begun, a card in the
 * machine, buffers of the devices. Safe to repeat from the start; each step is a fact in the journal before the next.
 */
export async function recover(input: RecoveryInput, signal: AbortSignal): Promise<Recovered> {
  const { deps, pending } = input;
  const { journal } = deps;
  for (const [at, draft] of pending.entries()) {
    if (!(await isStored(journal, draft))) return { outcome: 'storage', pending: pending.slice(at) };
  }
  const { sessions, obligations } = await journal.unfinished();
  let misprinted = false;
  for (const obligation of obligations) {
    const resolved = await resolve(input, obligation, signal);
    misprinted ||= resolved.misprinted;
    if (!(await isStored(journal, resolved.draft))) return NOT_STORED;
  }

  const latest = [...sessions].sort((a, b) => b.startedAt - a.startedAt)[0];
  const ageMs = latest === undefined ? null : ageOf(latest.startedAt, latest.mark, deps.clock);
  // Where nobody knows how long ago that was, the hall does not get the card.
  const isPresent = ageMs !== null && ageMs <= input.presentMs;
  const card = await clearPath(input, isPresent && !misprinted, signal);
  if (latest !== undefined && card !== 'none') {
    const session = latest.session as EntryBody<'card.returned'>['session'];
    const body = { session, how: card === 'returned' ? 'taken' : card } as const;
    if (!(await isStored(journal, { kind: 'card.returned', body }))) return NOT_STORED;
  }
  for (const { session, startedAt, mark } of sessions) {
    const body = {
      session: session as EntryBody<'session.ended'>['session'],
      outcome: 'interrupted',
      // A visit whose length nobody knows has lasted for nothing that could be counted.
      durationMs: Math.round(ageOf(startedAt, mark, deps.clock) ?? 0),
      lastStep: 'interrupted',
    } as const;
    if (!(await isStored(journal, { kind: 'session.ended', body }))) return NOT_STORED;
  }
  const wiped = await deps.peripherals.wipe();
  const isClear = wiped.ok || wiped.error.device === 'receipt-printer';
  return { outcome: isClear ? 'clean' : 'devices', pending: [] };
}

const NOT_STORED: Recovered = { outcome: 'storage', pending: [] };

async function isStored(journal: Pick<Journal, 'commit'>, draft: Draft): Promise<boolean> {
  const stored = await journal.commit(draft);
  // What no schema takes would never be stored; the writer has told the log.
  return stored.ok || stored.error === 'invalid';
}

/**
 * The entry that ends an obligation. A payment whose card was not begun is given up, and the server gives back what was
 * paid. A card whose writing had begun is looked at: only a card that carries what was granted is written.
 */
async function resolve(
  { deps, statuses }: RecoveryInput,
  obligation: Obligation,
  signal: AbortSignal,
): Promise<{ readonly draft: Draft; readonly misprinted: boolean }> {
  const application = obligation.application as EntryBody<'card.failed'>['application'];
  if (obligation.card !== 'writing') {
    const order = (obligation.payment?.order ?? '') as EntryBody<'payment.abandoned'>['order'];
    const body = { application, order, reason: 'interrupted' } as const;
    return { draft: { kind: 'payment.abandoned', body }, misprinted: false };
  }
  const status = statuses.get(obligation.application);
  const seen = await deps.peripherals.readBackEndorsements(signal);
  if (seen.ok && status !== undefined && isSamePrint(seen.value, printsOf(status))) {
    return { draft: { kind: 'card.written', body: { application, attempts: 1 } }, misprinted: false };
  }
  const body = { application, fault: seen.ok ? null : seen.error.faultId, reason: 'interrupted' } as const;
  // What can be read is another endorsement than the granted one, or one nobody can vouch for.
  return { draft: { kind: 'card.failed', body }, misprinted: seen.ok };
}

/** No citizen finds the card of another in the machine. */
async function clearPath(
  { deps: { peripherals }, takeCardMs, onCardOut }: RecoveryInput,
  isPresent: boolean,
  signal: AbortSignal,
): Promise<CardOutcome> {
  if (isPresent) {
    onCardOut(true);
    const back = await peripherals.returnPermitCard(takeCardMs, signal);
    onCardOut(false);
    if (back.ok) return back.value === 'taken' ? 'returned' : back.value === 'retained' ? 'retained' : 'none';
    const kept = await peripherals.retainPermitCard(signal);
    return kept.ok ? 'retained' : 'stuck';
  }
  const kept = await peripherals.retainPermitCard(signal);
  // An empty path answers with an error as well. Nothing is claimed of a card that nobody knows of.
  return kept.ok ? 'retained' : 'none';
}
