import type { EndorsementPrint } from '../ports/devices.ts';
import { sha256Hex } from '../sync/digest.ts';

const linesOf = (prints: readonly EndorsementPrint[]) =>
  prints.map((p) => [p.place, p.group, p.entries, p.validFrom, p.validUntil, p.number].join(' ')).sort();

/** Whether the same endorsements stand on the card, in whatever order. */
export function isSamePrint(one: readonly EndorsementPrint[], other: readonly EndorsementPrint[]): boolean {
  return linesOf(one).join('\n') === linesOf(other).join('\n');
}

/**
 * Digest of what is to stand on the card of an application: after a power cut the card can be compared with it
 * although nobody can be asked. The application is in it, so that equal prints of two people do not show as equal.
 */
export function printDigest(application: string, prints: readonly EndorsementPrint[]): string {
  return sha256Hex([application, ...linesOf(prints)].join('\n'));
}
