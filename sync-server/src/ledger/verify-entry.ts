import { hash } from 'node:crypto';
import {
  chainStart,
  type EntryHeader,
  entryHeaderSchema,
  MAX_ENTRY_TEXT,
  MAX_SEALED,
} from '@haizhu/shared/journal/entry';
import { bodySchema, ENTRY_KINDS, type EntryKind, isEntryKind } from '@haizhu/shared/journal/kinds';
import type { EntryBytes } from '@haizhu/shared/sync/packed-entries';
import { beijingDay, DAY_MS } from '@haizhu/shared/time/beijing';
import type * as z from 'zod/mini';
import { isKeepable, unkeepableIn } from '../keepable.ts';
import { exactText, looseText } from '../storage/utf8.ts';
import { CompiledSchema } from './compiled-schema.ts';
import { toldDayOf } from './journal-days.ts';
import type { LedgerEntry, Place, Poison, SetAsideReason } from './ledger-entry.ts';

/** An entry's `at` may be this much ahead of the server before its kiosk's clock is called wrong. */
export const AHEAD_MS = 5 * 60_000;

export interface Verified extends Place {
  /** As it is kept: the exact UTF-8, or for `bad-text` a text that a database can hold. */
  readonly text: Uint8Array | string;
  /** Over the exact bytes that came. */
  readonly digest: string;
  /** What it says stands before it; null where it cannot be read. */
  readonly prev: string | null;
  readonly kind: string;
  readonly version: number;
  readonly at: number;
  readonly day: string;
  /** Day as the kiosk wrote it; another than `day` where its time was not believed. */
  readonly toldDay: string;
  readonly clockSuspect: boolean;
  readonly receivedAt: number;
  readonly sealed: { readonly bytes: Uint8Array; readonly digest: string } | null;
  readonly outcome: { readonly ok: true; readonly entry: LedgerEntry } | ({ readonly ok: false } & Poison);
}

export interface Circumstances {
  readonly receivedAt: number;
  readonly enrolledAt: number;
}

const headerSchema = new CompiledSchema(entryHeaderSchema);
const bodySchemas = new Map<z.ZodMiniType, CompiledSchema<z.ZodMiniType>>();

function bodySchemaOf(kind: EntryKind, version: number): CompiledSchema<z.ZodMiniType> | undefined {
  const schema = bodySchema(kind, version);
  if (schema === undefined) return undefined;
  let compiled = bodySchemas.get(schema);
  if (compiled === undefined) {
    compiled = new CompiledSchema(schema);
    bodySchemas.set(schema, compiled);
  }
  return compiled;
}

/** SHA-256 over the UTF-8. */
export const digestOf = (text: string | Uint8Array): string => hash('sha256', text, 'hex');
export const chainStartDigest = (kiosk: string, epoch: number): string => digestOf(chainStart(kiosk, epoch));

/** Pure: what one entry is worth by itself. Whether its references exist is the projections' business. */
export function verifyEntry(place: Place, wire: EntryBytes, circumstances: Circumstances): Verified {
  const { receivedAt } = circumstances;
  const digest = digestOf(wire.text);
  const sealed = wire.sealed === null ? null : { bytes: wire.sealed, digest: digestOf(wire.sealed) };
  const text = exactText(wire.text);
  const rejected = (reason: SetAsideReason, detail: string, header?: EntryHeader): Verified => ({
    ...place,
    ...times(header?.at ?? receivedAt, circumstances),
    text: keepable(text ?? looseText(wire.text)),
    digest,
    prev: header?.prev ?? null,
    kind: header?.kind ?? '',
    version: header?.version ?? 0,
    receivedAt,
    // What is personal is kept even then: an operator may repair the entry.
    sealed: sealed !== null && isKeepable(sealed.bytes) && sealed.bytes.length <= MAX_SEALED ? sealed : null,
    outcome: { ok: false, reason, detail },
  });

  if (text === null) return rejected('bad-text', 'bytes that are no UTF-8');
  if (text.length > MAX_ENTRY_TEXT) return rejected('too-long', `${text.length} characters`);
  if ((sealed?.bytes.length ?? 0) > MAX_SEALED) return rejected('too-long', 'sealed payload');
  if (!isKeepable(text)) return rejected('bad-text', 'a character no text may hold');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return rejected('not-json', '');
  }
  // Written as an escape: the text can be kept, what is made of it could not.
  if (text.includes('\\u') && unkeepableIn(parsed) !== null) {
    return rejected('bad-text', 'an escape for a character no text may hold');
  }
  const read = headerSchema.safeParse(parsed);
  if (!read.success) return rejected('bad-header', schemaPaths(read.error));
  const header = read.data;
  if (header.kiosk !== place.origin || header.epoch !== place.epoch || header.seq !== place.seq) {
    return rejected('other-place', `${header.kiosk}/${header.epoch}/${header.seq}`, header);
  }
  const { kind, version } = header;
  if (!isEntryKind(kind) || ENTRY_KINDS[kind].by !== (place.origin === 'server' ? 'server' : 'kiosk')) {
    return rejected('unknown-kind', kind, header);
  }
  const schema = bodySchemaOf(kind, version);
  if (schema === undefined) return rejected('unknown-version', `${kind} ${version}`, header);
  const body = schema.safeParse(header.body);
  if (!body.success) return rejected('bad-body', schemaPaths(body.error), header);
  if (header.sealed !== null && sealed === null) return rejected('sealed-missing', '', header);
  if (header.sealed === null && sealed !== null) return rejected('sealed-unexpected', '', header);
  if (header.sealed !== (sealed?.digest ?? null)) return rejected('sealed-mismatch', '', header);
  if (sealed !== null && !isKeepable(sealed.bytes)) return rejected('bad-text', 'sealed payload', header);

  const { at, day, toldDay, clockSuspect } = times(header.at, circumstances);
  return {
    ...place,
    text: wire.text,
    digest,
    prev: header.prev,
    kind,
    version,
    at,
    day,
    toldDay,
    clockSuspect,
    receivedAt,
    sealed,
    outcome: {
      ok: true,
      // The schema of this kind and version has just accepted the body.
      entry: {
        ...place,
        kind,
        version,
        body: body.data,
        at,
        day,
        receivedAt,
        sealedDigest: header.sealed,
      } as LedgerEntry,
    },
  };
}

/** A time before the enrolment or in the future is not believed; it is moved to the nearest one that can be true. */
function times(at: number, { receivedAt, enrolledAt }: Circumstances) {
  const earliest = enrolledAt - DAY_MS;
  const clockSuspect = at > receivedAt + AHEAD_MS || at < earliest;
  const believed = clockSuspect ? Math.min(Math.max(at, enrolledAt), receivedAt) : at;
  const day = beijingDay(believed);
  return { at: believed, day, toldDay: clockSuspect ? toldDayOf(at) : day, clockSuspect };
}

function keepable(text: string): string {
  return isKeepable(text)
    ? text.slice(0, MAX_ENTRY_TEXT)
    : text.slice(0, MAX_ENTRY_TEXT).toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Members that a schema refuses, without their values. */
export function schemaPaths(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string }[];
}): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.')} ${issue.code ?? ''}`.trim())
    .join(', ');
}
