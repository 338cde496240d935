import * as z from 'zod/mini';
import { looseText } from '../storage/utf8.ts';

/** As kiosks write a header: what names the key stands near its beginning, before what is new in each. */
const USUAL = /^\{"alg":"[^"\\]*","enc":"[^"\\]*","kid":"([^"\\]*)"/;
const USUAL_LENGTH = 128;
const DOT = 46;

const headerSchema = z.object({ kid: z.string() });

/** `kid` of the protected header of a compact JWE in UTF-8; empty where it cannot be read. */
export function keyIdOf(jwe: Uint8Array): string {
  const end = jwe.indexOf(DOT);
  const header = jwe.subarray(0, Math.max(0, end));
  const usual = USUAL.exec(decoded(header.subarray(0, USUAL_LENGTH)));
  const kid = usual?.[1] ?? read(decoded(header));
  return kid.slice(0, 100).toWellFormed().replaceAll('\0', '');
}

const decoded = (base64url: Uint8Array): string => Buffer.from(looseText(base64url), 'base64url').toString();

function read(header: string): string {
  try {
    return headerSchema.parse(JSON.parse(header)).kid;
  } catch {
    return '';
  }
}
