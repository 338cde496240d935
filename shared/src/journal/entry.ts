import * as z from 'zod/mini';
import { digestSchema, epochSchema, instantSchema, kioskIdSchema, seqSchema } from '../ids.ts';

/**
 * A journal entry is a text. Its digest is taken over exactly these UTF-8 bytes, and the same bytes are kept on
 * the kiosk, sent, and kept in the ledger: nothing has to be brought into a canonical form again.
 *
 * The text is a JSON object with the members of `entryHeaderSchema` and a `body` whose schema `kind` and
 * `version` name. It holds no personal data; what is personal is sealed, travels beside the text, and is tied to
 * it by `sealed`, the digest of the sealed payload. So a sealed payload can be deleted when its time is over and
 * the chain of digests still verifies.
 */
export const entryHeaderSchema = z.strictObject({
  kiosk: kioskIdSchema,
  epoch: epochSchema,
  seq: seqSchema,
  kind: z.string().check(z.regex(/^[a-z]+(?:[.-][a-z]+)*$/), z.maxLength(60)),
  /** Version of the body's schema. */
  version: z.int().check(z.positive()),
  /** Best knowledge of the true time: kiosk clock corrected by the last measured error. */
  at: instantSchema,
  /** What the kiosk's own clock said. */
  wall: instantSchema,
  /** Digest of the entry before; for seq 1 the digest of `chainStart`. */
  prev: digestSchema,
  /** Digest of the sealed payload that belongs to the entry, or null. */
  sealed: z.nullable(digestSchema),
  /** Looked into by the schema of its kind, once. */
  body: z.looseObject({}),
});

export type EntryHeader = z.infer<typeof entryHeaderSchema>;

/** What travels and is stored: the exact text, and the sealed payload (compact JWE) where there is one. */
export interface WireEntry {
  readonly text: string;
  readonly sealed: string | null;
}

/** Text whose digest stands where the first entry of an epoch names the one before it. */
export function chainStart(kiosk: string, epoch: number): string {
  return `journal:${kiosk}:${epoch}`;
}

/** The one way an entry's text is written. */
export function writeEntry(header: EntryHeader): string {
  const { kiosk, epoch, seq, kind, version, at, wall, prev, sealed, body } = header;
  return JSON.stringify({ kiosk, epoch, seq, kind, version, at, wall, prev, sealed, body });
}

/** Longest entry text and sealed payload, in UTF-16 code units, that either end handles. */
export const MAX_ENTRY_TEXT = 64 * 1024;
export const MAX_SEALED = 512 * 1024;
