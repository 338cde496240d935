import type { SetAsideReason } from './ledger-entry.ts';

/** Where a pushed entry stands, seen from the ledger. */
export type OfferedPlace =
  | 'the next one'
  | 'held, the same content'
  | 'held, other content'
  | 'behind a gap'
  | 'of an enrolment that is not known'
  | 'sent with the key of an earlier enrolment'
  | 'of a kiosk that is revoked';

/** What a pushed entry is worth by itself and beside what is held. */
export type OfferedContent = 'valid' | 'valid, but names another entry before it' | SetAsideReason;

/**
 * `taken`, `set aside` and `taken, conflict` advance what is acknowledged; `acknowledged again` and `conflict` change
 * nothing that is held; `seq-gap`, `stale-epoch` and `revoked-kiosk` refuse the batch.
 */
export type IngestCell =
  | 'taken'
  | 'set aside'
  | 'taken, conflict'
  | 'acknowledged again'
  | 'conflict'
  | 'seq-gap'
  | 'stale-epoch'
  | 'revoked-kiosk';

const cells = (next: IngestCell): Readonly<Record<OfferedPlace, IngestCell>> => ({
  'the next one': next,
  'held, the same content': 'acknowledged again',
  'held, other content': 'conflict',
  'behind a gap': 'seq-gap',
  'of an enrolment that is not known': 'stale-epoch',
  'sent with the key of an earlier enrolment': 'stale-epoch',
  'of a kiosk that is revoked': 'revoked-kiosk',
});

/** What the ledger does with an entry. Ingest is held to it cell by cell, on both engines. */
export const INGEST_TABLE: Readonly<Record<OfferedContent, Readonly<Record<OfferedPlace, IngestCell>>>> = {
  valid: cells('taken'),
  'valid, but names another entry before it': cells('taken, conflict'),
  'too-long': cells('set aside'),
  'bad-text': cells('set aside'),
  'not-json': cells('set aside'),
  'bad-header': cells('set aside'),
  'other-place': cells('set aside'),
  'unknown-kind': cells('set aside'),
  'unknown-version': cells('set aside'),
  'bad-body': cells('set aside'),
  'sealed-missing': cells('set aside'),
  'sealed-unexpected': cells('set aside'),
  'sealed-mismatch': cells('set aside'),
  'id-reused': cells('set aside'),
  'unknown-reference': cells('set aside'),
  contradiction: cells('set aside'),
};
