import * as z from 'zod/mini';
import {
  applicationIdSchema,
  daySchema,
  digestSchema,
  epochSchema,
  instantSchema,
  kioskIdSchema,
  orderIdSchema,
  seqSchema,
} from '../ids.ts';
import { endorsementGrantSchema } from '../journal/kinds.ts';
import { DEFAULT_WORK_LIMITS, workLimitsSchema } from './work-limits.ts';

/** Version of the frames below. The server speaks every version from `MIN_PROTOCOL` on. */
export const PROTOCOL = 2;
export const MIN_PROTOCOL = 2;

export const KIOSK_NAMESPACE = '/kiosk';
export const CONSOLE_NAMESPACE = '/console';
/** Largest frame the server reads, in bytes. A kiosk keeps its batches well below. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Every reason for which the server says no to a frame or a connection. SPEC.md says what each end does. */
export const syncErrorSchema = z.enum([
  'malformed-frame',
  'frame-too-large',
  'protocol-unsupported',
  'unknown-kiosk',
  'revoked-kiosk',
  'stale-epoch',
  'wrong-signature',
  'not-proved',
  'seq-gap',
  'slow-down',
  'not-found',
  'not-payable',
  'internal',
]);
export type SyncError = z.infer<typeof syncErrorSchema>;

export const refusalSchema = z.object({
  ok: z.literal(false),
  error: syncErrorSchema,
  detail: z.optional(z.string()),
  /** Do not come again earlier than this, in ms. */
  retryAfterMs: z.optional(z.int().check(z.gte(0))),
  /** With `seq-gap`: what the server holds without a gap. */
  through: z.optional(z.int().check(z.gte(0))),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** Server → kiosk, first frame after the connection: what the kiosk must sign. */
export const challengeSchema = z.object({
  nonce: z.string().check(z.minLength(22), z.maxLength(88)),
  serverTime: instantSchema,
  protocol: z.object({ min: z.int(), max: z.int() }),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** What a kiosk says of itself in words: no control characters, which no database and no list can use. */
const plain = (most: number) => z.string().check(z.maxLength(most), z.regex(/^\P{Cc}*$/u));

/** Bytes that are signed (ECDSA P-256, SHA-256) to prove possession of the kiosk's key. */
export function proofText(nonce: string, kiosk: string, epoch: number, protocol: number): string {
  return `haizhu-kiosk-proof:${protocol}:${kiosk}:${epoch}:${nonce}`;
}

/** Kiosk → server `hello`, answered by `welcomeSchema` or a refusal. */
export const helloSchema = z.object({
  protocol: z.int(),
  kiosk: kioskIdSchema,
  epoch: epochSchema,
  /** base64url of the raw 64-byte signature over `proofText`. */
  proof: z.string().check(z.maxLength(200)),
  software: plain(100),
  /** Kiosk clock at sending, uncorrected. */
  wall: instantSchema,
  /** Every epoch of which the kiosk still holds entries, the current one among them. */
  journals: z
    .array(
      z.object({
        epoch: epochSchema,
        head: z.int().check(z.gte(0)),
        through: z.int().check(z.gte(0)),
      }),
    )
    .check(z.minLength(1), z.maxLength(50)),
});
export type Hello = z.infer<typeof helloSchema>;

export const sealingKeySchema = z.object({
  kid: z.string(),
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});
export type SealingKey = z.infer<typeof sealingKeySchema>;

/** What the server lets a kiosk do before it warns or stops; set by the server, kept by the kiosk. */
export const limitsSchema = z.object({
  batchEntries: z.int().check(z.positive()),
  batchBytes: z.int().check(z.positive()),
  /** Unacknowledged batches at once. */
  window: z.int().check(z.positive()),
  presenceMs: z.int().check(z.positive()),
  /** An answer slower than this counts as a dead link. */
  answerMs: z.int().check(z.positive()),
  clockErrorMs: z.int().check(z.positive()),
  /** When the kiosk warns staff and when it takes no new work. A server of before this was added tells none. */
  work: z._default(workLimitsSchema, DEFAULT_WORK_LIMITS),
  /** Days after the acknowledgement for which the kiosk keeps its copy of a sealed payload; untold: for ever. */
  sealedDays: z.optional(z.int().check(z.positive())),
});
export type Limits = z.infer<typeof limitsSchema>;

export const DEFAULT_LIMITS: Limits = {
  batchEntries: 500,
  batchBytes: 1_000_000,
  window: 8,
  presenceMs: 10_000,
  answerMs: 15_000,
  clockErrorMs: 120_000,
  work: DEFAULT_WORK_LIMITS,
};

export const welcomeSchema = z.object({
  ok: z.literal(true),
  serverTime: instantSchema,
  /**
   * For each epoch named in `hello` that the server knows: entries 1…through are in the ledger. Lower than
   * before: the server went back in time (S7). An epoch that is missing here was never enrolled with this server.
   */
  through: z.array(z.object({ epoch: epochSchema, through: z.int().check(z.gte(0)) })),
  limits: limitsSchema,
  sealingKey: sealingKeySchema,
  station: z.object({ id: z.string(), zh: z.string(), en: z.string() }),
  /** Names of the parts on the server that are simulated: shown on screen. */
  simulated: z.array(z.string()),
});
export type Welcome = z.infer<typeof welcomeSchema>;
export const welcomeAnswerSchema = z.union([welcomeSchema, refusalSchema]);

const bytesSchema = z.int().check(z.gte(0), z.lte(MAX_FRAME_BYTES));

/**
 * Kiosk → server `push`: entries from, from+1, … of one epoch, as `packEntries` makes them. It may be an earlier epoch of
 * the same kiosk: what was not sent before a new enrolment is sent after it, in its own numbering (S9).
 */
export const pushSchema = z.object({
  epoch: epochSchema,
  from: seqSchema,
  sizes: z.array(z.tuple([bytesSchema, z.nullable(bytesSchema)])).check(z.minLength(1)),
  bytes: z.instanceof(Uint8Array),
});
export type Push = z.infer<typeof pushSchema>;

export const pushedSchema = z.object({
  ok: z.literal(true),
  /** Entries 1…through are committed and synced to disk (S3). */
  through: z.int().check(z.gte(0)),
  /** Sent ones that were set aside (received, not accepted as valid) and ones in conflict with the ledger. */
  setAside: z.array(seqSchema),
  conflicts: z.array(seqSchema),
  /** Wait this long before the next batch. */
  slowDownMs: z.optional(z.int().check(z.gte(0))),
});
export type Pushed = z.infer<typeof pushedSchema>;
export const pushAnswerSchema = z.union([pushedSchema, refusalSchema]);

export const serviceLevelSchema = z.enum(['in-service', 'degraded', 'out-of-service']);
export type ServiceLevel = z.infer<typeof serviceLevelSchema>;

/** Kiosk → server `presence`: the only thing besides requests that travels outside the journal. */
export const presenceSchema = z.object({
  wall: instantSchema,
  head: z.int().check(z.gte(0)),
  through: z.int().check(z.gte(0)),
  queued: z.int().check(z.gte(0)),
  /** Corrected time of the oldest unacknowledged entry, or null. */
  oldestAt: z.nullable(instantSchema),
  level: serviceLevelSchema,
  faults: z.array(plain(60)).check(z.maxLength(50)),
  screen: plain(40),
  storage: z.nullable(
    z.object({
      usedBytes: z.number(),
      quotaBytes: z.number(),
      persisted: z.boolean(),
      /** Whether what is queued is kept a second time, beside the database. Older kiosks do not say. */
      spared: z.optional(z.boolean()),
    }),
  ),
  /** Name of the key to which the kiosk seals now. Older kiosks do not say. */
  sealingKid: z.optional(plain(100)),
});
export type Presence = z.infer<typeof presenceSchema>;
export const presenceAnswerSchema = z.union([
  z.object({
    ok: z.literal(true),
    serverTime: instantSchema,
    /** The key to seal to from now on, if it is another than the one that was named. */
    sealingKey: z.optional(sealingKeySchema),
  }),
  refusalSchema,
]);

/** Where an application stands, as only the server can say. */
export const applicationStateSchema = z.enum(['received', 'accepted', 'not-accepted', 'approved', 'refused']);
export type ApplicationState = z.infer<typeof applicationStateSchema>;
export const productionStateSchema = z.enum(['none', 'writing', 'written', 'failed']);
export const paymentStateSchema = z.enum(['none', 'open', 'settled', 'declined', 'refunded']);

export const applicationStatusSchema = z.object({
  application: applicationIdSchema,
  state: applicationStateSchema,
  /** Code of a reason that may be told to the citizen, or null. */
  reason: z.nullable(z.string()),
  grants: z.array(endorsementGrantSchema),
  payment: paymentStateSchema,
  production: productionStateSchema,
  submittedDay: daySchema,
});
export type ApplicationStatus = z.infer<typeof applicationStatusSchema>;

/**
 * Kiosk → server `watch`: where these applications stand now. Later changes of these, and of no others, come as
 * `application` frames until the next `watch` of the same connection.
 */
export const watchSchema = z.object({ applications: z.array(applicationIdSchema).check(z.maxLength(20)) });
export const watchAnswerSchema = z.union([
  z.object({ ok: z.literal(true), statuses: z.array(applicationStatusSchema) }),
  refusalSchema,
]);

/** Kiosk → server `check`: a citizen asks with the code of a slip. */
export const checkSchema = z.object({ lookup: digestSchema });
export const checkAnswerSchema = z.union([
  z.object({ ok: z.literal(true), status: applicationStatusSchema }),
  refusalSchema,
]);

/** Kiosk → server `pay`: opens the payment order of an approved application, or tells the one that is open. */
export const paySchema = z.object({ application: applicationIdSchema });
export const payOrderSchema = z.object({
  order: orderIdSchema,
  amountFen: z.int().check(z.positive()),
  /** Text of the QR code. */
  codeUrl: z.string(),
  expiresAt: instantSchema,
});
export type PayOrder = z.infer<typeof payOrderSchema>;
export const payAnswerSchema = z.union([
  z.object({ ok: z.literal(true), order: payOrderSchema }),
  refusalSchema,
]);

/** HTTP `POST /api/v1/enrol`: the only call without proof; the code is short-lived and single-use. */
export const enrolRequestSchema = z.object({
  code: z.string().check(z.minLength(8), z.maxLength(20)),
  publicKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
  /**
   * Epochs whose journals this machine still holds. The new epoch is higher than all of them, and those the server
   * does not know (it was restored from an older backup) are known again: no number is used twice (S4, S7).
   */
  journals: z._default(z.array(epochSchema).check(z.maxLength(50)), []),
});
export type EnrolRequest = z.infer<typeof enrolRequestSchema>;
export const enrolmentSchema = z.object({
  kiosk: kioskIdSchema,
  epoch: epochSchema,
  sealingKey: sealingKeySchema,
  station: z.object({ id: z.string(), zh: z.string(), en: z.string() }),
  limits: limitsSchema,
});
export type Enrolment = z.infer<typeof enrolmentSchema>;
