import * as z from 'zod/mini';
import { endorsementChoiceSchema } from '../catalogue/endorsement.ts';
import {
  applicationIdSchema,
  daySchema,
  digestSchema,
  epochSchema,
  instantSchema,
  kioskIdSchema,
  occurrenceIdSchema,
  orderIdSchema,
  seqSchema,
  sessionIdSchema,
  stationIdSchema,
} from '../ids.ts';

const shortText = z.string().check(z.maxLength(200));
const note = z.string().check(z.minLength(1), z.maxLength(500));
const code = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,59}$/));
const fen = z.int().check(z.gte(0), z.lte(10_000_000));

/** How a visit ended. `intake`: stored on an offline kiosk. `declined`: not for this kiosk, shown where to go. */
export const sessionOutcomeSchema = z.enum([
  'completed',
  'intake',
  'not-accepted',
  'refused',
  'declined',
  'checked',
  'abandoned',
  'timed-out',
  'failed',
  'interrupted',
]);

/**
 * Why a card is kept. `misprinted`: it carries something else than was granted. `doubtful`: nobody can say what it
 * carries. `unmovable`: it could not be put out. `unclaimed`: its visit was cut off and nobody proved to be its holder.
 */
export const keepReasonSchema = z.enum([
  'not-taken',
  'misprinted',
  'doubtful',
  'unmovable',
  'unclaimed',
  'found',
]);

export const endorsementGrantSchema = z.strictObject({
  place: z.enum(['HKG', 'MAC']),
  group: z.enum(['L', 'G']),
  entries: z.union([z.literal(1), z.literal(2)]),
  validFrom: daySchema,
  validUntil: daySchema,
  number: shortText,
});

/**
 * Every kind of journal entry, with the schemas of all its versions. An old version stays for as long as a ledger
 * may hold it. `by` says who writes it: a kiosk's journal or the server's own.
 */
export const ENTRY_KINDS = {
  'kiosk.started': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({ software: shortText, userAgent: shortText, persisted: z.nullable(z.boolean()) }),
    },
  },
  'kiosk.level': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        level: z.enum(['in-service', 'degraded', 'out-of-service']),
        faults: z.array(code),
      }),
    },
  },
  'session.started': {
    by: 'kiosk',
    versions: { 1: z.strictObject({ session: sessionIdSchema, language: z.enum(['zh', 'en']) }) },
  },
  'session.ended': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        session: sessionIdSchema,
        outcome: sessionOutcomeSchema,
        durationMs: z.int().check(z.gte(0)),
        /** The step the citizen was on, for where people give up. */
        lastStep: code,
      }),
    },
  },
  'application.submitted': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        session: sessionIdSchema,
        item: code,
        choices: z.array(endorsementChoiceSchema).check(z.minLength(1), z.maxLength(2)),
        feeFen: fen,
        feeTable: shortText,
        /** `attended`: the citizen waits for the decision. `intake`: taken in offline (暂存). */
        mode: z.enum(['attended', 'intake']),
        /** Digest of the check code that the citizen holds (see `check-code.ts`). */
        lookup: digestSchema,
      }),
    },
  },
  'receipt.issued': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        how: z.enum(['printed', 'shown']),
        states: z.enum(['stored', 'not-accepted', 'refused', 'completed', 'refund', 'call-staff']),
      }),
    },
  },
  'payment.begun': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({ application: applicationIdSchema, order: orderIdSchema, amountFen: fen }),
    },
  },
  'payment.abandoned': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        order: orderIdSchema,
        reason: z.enum(['canceled', 'timed-out', 'declined', 'link-lost', 'interrupted']),
      }),
    },
  },
  'card.writing': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        /** Digest of what is to stand on the card (`card-print.ts`); an older page does not say it. */
        print: z.optional(digestSchema),
      }),
    },
  },
  'card.written': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({ application: applicationIdSchema, attempts: z.int().check(z.positive()) }),
    },
  },
  'card.failed': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        fault: z.nullable(code),
        reason: z.enum(['device-fault', 'verify-mismatch', 'interrupted', 'not-begun']),
      }),
    },
  },
  /**
   * A card will not be given out by the machine any more: from here on it goes to the retain bin, whatever is cut off.
   * Written before the card is moved, and before the fee of a print that may be on it is given back.
   */
  'card.keeping': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        /** The visit whose card it is; null where nobody knows. */
        session: z.nullable(sessionIdSchema),
        application: z.nullable(applicationIdSchema),
        reason: keepReasonSchema,
      }),
    },
  },
  'card.returned': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        session: z.nullable(sessionIdSchema),
        /**
         * `gone`: the devices said that it is no longer in the machine's path; it is in the bin, or staff took it out.
         * `unknown`: no device could say whether there is a card. After `stuck` and `unknown` another one follows.
         */
        how: z.enum(['taken', 'retained', 'stuck', 'gone', 'unknown']),
      }),
    },
  },
  'rating.given': {
    by: 'kiosk',
    versions: { 1: z.strictObject({ session: sessionIdSchema, score: z.int().check(z.gte(1), z.lte(5)) }) },
  },
  'fault.begun': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({ occurrence: occurrenceIdSchema, fault: code, device: code, at: instantSchema }),
    },
  },
  'fault.cleared': {
    by: 'kiosk',
    versions: { 1: z.strictObject({ occurrence: occurrenceIdSchema, at: instantSchema }) },
  },
  'journal.counted': {
    by: 'kiosk',
    versions: {
      1: z.strictObject({
        /** A day that is over. */
        day: daySchema,
        /** Entries of that day in this journal, as the kiosk counts them on its own disk. */
        entries: z.int().check(z.gte(0)),
        /** Those of them that are `application.submitted`. */
        applications: z.int().check(z.gte(0)),
      }),
    },
  },
  'application.accepted': {
    by: 'server',
    versions: { 1: z.strictObject({ application: applicationIdSchema, reference: shortText }) },
  },
  'application.not-accepted': {
    by: 'server',
    versions: { 1: z.strictObject({ application: applicationIdSchema, reason: code }) },
  },
  'application.decided': {
    by: 'server',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        outcome: z.enum(['approved', 'refused']),
        reason: z.nullable(code),
        grants: z.array(endorsementGrantSchema),
      }),
    },
  },
  'payment.settled': {
    by: 'server',
    versions: {
      1: z.strictObject({ application: applicationIdSchema, order: orderIdSchema, amountFen: fen }),
    },
  },
  'payment.declined': {
    by: 'server',
    versions: { 1: z.strictObject({ application: applicationIdSchema, order: orderIdSchema }) },
  },
  'payment.refunded': {
    by: 'server',
    versions: {
      1: z.strictObject({
        application: applicationIdSchema,
        order: orderIdSchema,
        amountFen: fen,
        reason: z.enum(['card-failed', 'late-payment']),
      }),
    },
  },
  'kiosk.enrolled': {
    by: 'server',
    versions: {
      1: z.strictObject({ kiosk: kioskIdSchema, epoch: epochSchema, keyThumbprint: shortText }),
    },
  },
  'kiosk.revoked': {
    by: 'server',
    versions: { 1: z.strictObject({ kiosk: kioskIdSchema, reason: shortText }) },
  },
  /** What the machine sends from here on counts for the other station. */
  'kiosk.moved': {
    by: 'server',
    versions: { 1: z.strictObject({ kiosk: kioskIdSchema, from: stationIdSchema, to: stationIdSchema }) },
  },
  'entry.set-aside': {
    by: 'server',
    versions: {
      1: z.strictObject({ kiosk: kioskIdSchema, epoch: epochSchema, seq: seqSchema, reason: code }),
    },
  },
  /** What was set aside, corrected: from here on it counts as the kiosk's entry of that place. */
  'entry.repaired': {
    by: 'server',
    versions: {
      1: z.strictObject({
        kiosk: kioskIdSchema,
        epoch: epochSchema,
        seq: seqSchema,
        kind: shortText,
        version: z.int().check(z.positive()),
        body: z.record(z.string(), z.unknown()),
        /** When it happened and when it came: those of the entry that was set aside. */
        at: instantSchema,
        receivedAt: instantSchema,
        /** Digest of the sealed payload that came with it, or null. */
        sealed: z.nullable(digestSchema),
        note,
        by: shortText,
      }),
    },
  },
  'entry.dismissed': {
    by: 'server',
    versions: {
      1: z.strictObject({ kiosk: kioskIdSchema, epoch: epochSchema, seq: seqSchema, note, by: shortText }),
    },
  },
  /** Retention: sealed payloads that are no longer held. */
  'sealed.deleted': {
    by: 'server',
    versions: {
      1: z.strictObject({
        /** Concluded before this. */
        before: instantSchema,
        count: z.int().check(z.positive()),
        digests: z.array(digestSchema).check(z.maxLength(500)),
      }),
    },
  },
  'entry.conflict': {
    by: 'server',
    versions: {
      1: z.strictObject({
        kiosk: kioskIdSchema,
        epoch: epochSchema,
        seq: seqSchema,
        conflict: z.enum(['digest', 'chain']),
        kept: digestSchema,
        offered: digestSchema,
      }),
    },
  },
} as const satisfies Record<string, { by: 'kiosk' | 'server'; versions: Record<number, z.ZodMiniType> }>;

export type EntryKind = keyof typeof ENTRY_KINDS;

type KindsBy<W extends 'kiosk' | 'server'> = {
  [K in EntryKind]: (typeof ENTRY_KINDS)[K]['by'] extends W ? K : never;
}[EntryKind];

/** Kinds that a kiosk writes into its journal. */
export type KioskKind = KindsBy<'kiosk'>;
/** Kinds that the server writes into the ledger itself. */
export type ServerKind = KindsBy<'server'>;

/** Body of the newest version of a kind. All kinds are at version 1 so far. */
export type EntryBody<K extends EntryKind> = z.infer<(typeof ENTRY_KINDS)[K]['versions'][1]>;

/** The version in which new entries of a kind are written. */
export function currentVersion(kind: EntryKind): number {
  return Math.max(...Object.keys(ENTRY_KINDS[kind].versions).map(Number));
}

export function isEntryKind(kind: string): kind is EntryKind {
  return Object.hasOwn(ENTRY_KINDS, kind);
}

/** Schema of one version of a kind, or undefined where it is not known here. */
export function bodySchema(kind: EntryKind, version: number): z.ZodMiniType | undefined {
  const versions: Readonly<Record<number, z.ZodMiniType>> = ENTRY_KINDS[kind].versions;
  return versions[version];
}
