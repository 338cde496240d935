import { crc32 } from 'node:zlib';
import {
  type KeptBase,
  type KeptEntry,
  keptBaseSchema,
  keptEntrySchema,
} from '@haizhu/shared/vault/messages';
import * as z from 'zod/mini';

/** What one line of the file says. */
export type VaultLine =
  | { readonly entry: KeptEntry }
  | { readonly base: KeptBase }
  /** Entries of the epoch from `seq` on never became part of the journal. */
  | { readonly voided: { readonly epoch: number; readonly seq: number } };

const lineSchema: z.ZodMiniType<VaultLine> = z.union([
  z.strictObject({ entry: keptEntrySchema }),
  z.strictObject({ base: keptBaseSchema }),
  z.strictObject({ voided: z.object({ epoch: z.int(), seq: z.int() }) }),
]);

const LINE_END = 0x0a;
/** Eight hexadecimal digits of CRC-32 over the JSON, and a blank. JSON holds no line end of its own. */
const HEAD = 9;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function encodeLine(line: VaultLine): Uint8Array {
  const json = JSON.stringify(line);
  return encoder.encode(`${crc32(json).toString(16).padStart(8, '0')} ${json}\n`);
}

export interface ReadVault {
  readonly lines: readonly VaultLine[];
  /** Lines with an end that are not as they were written: something has changed them on the disk. */
  readonly damaged: readonly Uint8Array[];
  /** Bytes behind the last line end: they were being written when the power went, and nobody was told of them. */
  readonly tornBytes: number;
}

/** Reads a file as it was found, each line by itself: one that cannot be read takes no other with it. */
export function readVaultFile(bytes: Uint8Array): ReadVault {
  const lines: VaultLine[] = [];
  const damaged: Uint8Array[] = [];
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_END, from);
    if (end < 0) break;
    const part = bytes.subarray(from, end);
    const line = decodeLine(part);
    if (line === null) damaged.push(part);
    else lines.push(line);
    from = end + 1;
  }
  return { lines, damaged, tornBytes: bytes.length - from };
}

function decodeLine(part: Uint8Array): VaultLine | null {
  try {
    const text = decoder.decode(part);
    const json = text.slice(HEAD);
    if (text.slice(0, HEAD) !== `${crc32(json).toString(16).padStart(8, '0')} `) return null;
    const read = lineSchema.safeParse(JSON.parse(json));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
