import * as z from 'zod/mini';
import { epochSchema, kioskIdSchema } from '../ids.ts';

/**
 * Between the kiosk's page and the vault of the device service (`/vault/v1`, JSON texts over a WebSocket): what the page
 * asks, and what it is answered. Each question has a number that its answer repeats. One page at a time holds the vault.
 */
export const VAULT_PATH = '/vault/v1';
/** Longest frame in either direction, bytes. */
export const MAX_VAULT_FRAME = 8 << 20;
/** The vault is held by another page: code of the WebSocket's end. */
export const VAULT_TAKEN = 4409;

const seqSchema = z.int().check(z.gte(0));

/** What must be known of an entry to put it back where it stood and to send it. */
export const keptEntrySchema = z.object({
  epoch: epochSchema,
  seq: z.int().check(z.gte(1)),
  at: z.int(),
  text: z.string(),
  sealed: z.nullable(z.string()),
});
export type KeptEntry = Readonly<z.infer<typeof keptEntrySchema>>;

/** Up to here the server has a journal: the vault keeps what stands behind it, and what was open then. */
export const keptBaseSchema = z.object({
  epoch: epochSchema,
  seq: seqSchema,
  /** Digest of entry `seq`, or of the journal's beginning for 0. */
  digest: z.string(),
  /** Open items of the journal as of this entry, as the page wrote them. */
  open: z.array(z.record(z.string(), z.unknown())),
});
export type KeptBase = Readonly<z.infer<typeof keptBaseSchema>>;

const id = z.int();
export const vaultAskSchema = z.discriminatedUnion('do', [
  /** What machine this is, and of which journals something is kept. */
  z.object({ id, do: z.literal('look') }),
  /** A part of what is kept of a kiosk, from its `skip`-th entry on. */
  z.object({ id, do: z.literal('read'), kiosk: kioskIdSchema, skip: seqSchema }),
  /** Answered when they are on the disk. What is kept at a place already is replaced. */
  z.object({ id, do: z.literal('add'), kiosk: kioskIdSchema, entries: z.array(keptEntrySchema) }),
  /** The server has entries 1…seq of the epoch: they may go. */
  z.object({ id, do: z.literal('base'), kiosk: kioskIdSchema, base: keptBaseSchema }),
  /** Entries from `seq` on never became part of the journal. */
  z.object({ id, do: z.literal('void'), kiosk: kioskIdSchema, epoch: epochSchema, seq: seqSchema }),
  /** Tries whether the disk takes something larger than any entry. */
  z.object({ id, do: z.literal('room') }),
  /** The key for an enrolment with this code: with the same code the same key. */
  z.object({ id, do: z.literal('key'), code: z.string().check(z.maxLength(64)) }),
  /**
   * What the machine is from now on. With `code` it is a new enrolment, whose key becomes the machine's; without, the
   * enrolment it has, told anew by the server.
   */
  z.object({
    id,
    do: z.literal('enrolled'),
    kiosk: kioskIdSchema,
    epoch: epochSchema,
    enrolment: z.string().check(z.maxLength(65_536)),
    code: z.optional(z.string()),
  }),
  /** Proves to a server that this machine holds its key. */
  z.object({ id, do: z.literal('sign'), text: z.string().check(z.maxLength(1000)) }),
]);
export type VaultAsk = z.infer<typeof vaultAskSchema>;

export const publicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
});
export type PublicKey = Readonly<z.infer<typeof publicKeySchema>>;

export const lookAnswerSchema = z.object({
  /** The enrolment as it was told, a JSON text; null for a machine that is not enrolled. */
  enrolment: z.nullable(z.string()),
  kept: z.array(
    z.object({
      kiosk: kioskIdSchema,
      entries: seqSchema,
      epochs: z.array(epochSchema),
      /** Lines that could not be read and were set aside when the vault was opened. */
      damaged: seqSchema,
    }),
  ),
});
export type LookAnswer = z.infer<typeof lookAnswerSchema>;

export const readAnswerSchema = z.object({
  bases: z.array(keptBaseSchema),
  entries: z.array(keptEntrySchema),
  more: z.boolean(),
});

/** `full`: the disk took nothing. `unknown`: not asked rightly, or nothing there to sign with. */
export const vaultErrorSchema = z.enum(['full', 'unknown', 'failed']);

export const vaultAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ id, ok: z.literal(true), answer: z.unknown() }),
  z.object({ id, ok: z.literal(false), error: vaultErrorSchema }),
]);
export type VaultAnswer = z.infer<typeof vaultAnswerSchema>;
