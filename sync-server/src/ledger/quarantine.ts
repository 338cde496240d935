import { kioskIdSchema } from '@haizhu/shared/ids';
import { bodySchema, currentVersion, ENTRY_KINDS, isEntryKind } from '@haizhu/shared/journal/kinds';
import { err, ok, type Result } from '@haizhu/shared/result';
import { audit } from '../access/audit.ts';
import type { Row } from '../storage/schema.ts';
import type { Tx } from '../storage/store.ts';
import { CannotFold } from './cannot-fold.ts';
import type { Ledger } from './ledger.ts';
import type { Place, SetAsideReason } from './ledger-entry.ts';
import { readLoosely } from './read-loosely.ts';
import { schemaPaths } from './verify-entry.ts';

/** What an operator says of an entry that was set aside. What is not given stays as the kiosk wrote it. */
export interface Correction {
  readonly kind?: string | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  readonly note: string;
}

export interface ResolvedBy {
  readonly who: string;
  readonly at: number;
}

export type ResolveError =
  | { readonly code: 'not-found' }
  | { readonly code: 'already-resolved'; readonly state: string }
  /** Corrected as it is, it would be set aside again. */
  | { readonly code: 'still-invalid'; readonly reason: SetAsideReason; readonly detail: string };

interface Deps {
  readonly ledger: Pick<Ledger, 'record'>;
}

/**
 * Makes good an entry that was set aside: checks it anew and writes it into the ledger as an entry of the server that
 * refers to the old one. It counts as the kiosk's, at its place and time. Also for one that was dismissed by mistake.
 */
export async function repairEntry(
  { ledger }: Deps,
  place: Place,
  correction: Correction,
  by: ResolvedBy,
): Promise<Result<undefined, ResolveError>> {
  const { note } = correction;
  try {
    return await ledger.record(async (tx, say) => {
      const taken = await take(tx, place, 'repaired', ['open', 'dismissed'], note, by);
      if (!taken.ok) return taken;
      const entry = await tx
        .selectFrom('ledger')
        .select(['text', 'at', 'received_at'])
        .where('origin', '=', place.origin)
        .where('epoch', '=', place.epoch)
        .where('seq', '=', place.seq)
        .executeTakeFirstOrThrow();
      const sealed = await tx
        .selectFrom('sealed_payload')
        .select('digest')
        .where('origin', '=', place.origin)
        .where('epoch', '=', place.epoch)
        .where('seq', '=', place.seq)
        .executeTakeFirst();
      const content = check(correction, entry.text, sealed?.digest ?? null);
      if (!content.ok) throw new StillInvalid(content.error);
      await say({
        kind: 'entry.repaired',
        body: {
          kiosk: kioskIdSchema.parse(place.origin),
          epoch: place.epoch,
          seq: place.seq,
          ...content.value,
          at: entry.at,
          receivedAt: entry.received_at,
          note,
          by: by.who,
        },
        at: by.at,
      });
      await audit(tx, { ...by, action: 'entry.repaired', target: nameOf(place), detail: note });
      return ok();
    });
  } catch (error) {
    // Thrown, not returned: what the transaction had begun is undone.
    if (error instanceof StillInvalid) return err(error.why);
    if (error instanceof CannotFold) return err({ code: 'still-invalid', ...error.poison });
    throw error;
  }
}

/** Leaves an entry aside for good, with the reason on record. */
export async function dismissEntry(
  { ledger }: Deps,
  place: Place,
  note: string,
  by: ResolvedBy,
): Promise<Result<undefined, ResolveError>> {
  return ledger.record(async (tx, say) => {
    const taken = await take(tx, place, 'dismissed', ['open'], note, by);
    if (!taken.ok) return taken;
    const { origin, epoch, seq } = place;
    await say({
      kind: 'entry.dismissed',
      body: { kiosk: kioskIdSchema.parse(origin), epoch, seq, note, by: by.who },
      at: by.at,
    });
    await audit(tx, { ...by, action: 'entry.dismissed', target: nameOf(place), detail: note });
    return ok();
  });
}

export const nameOf = ({ origin, epoch, seq }: Place): string => `${origin}/${epoch}/${seq}`;

class StillInvalid extends Error {
  readonly why: ResolveError;

  constructor(why: ResolveError) {
    super('still invalid');
    this.why = why;
  }
}

/** Takes the row out of its state in one statement: of two who resolve at once one finds it resolved. */
async function take(
  tx: Tx,
  { origin, epoch, seq }: Place,
  state: string,
  from: readonly string[],
  note: string,
  by: ResolvedBy,
): Promise<Result<undefined, ResolveError>> {
  const at = <T extends Pick<Row<'quarantine'>, 'origin' | 'epoch' | 'seq'>>() =>
    ({ origin, epoch, seq }) as T;
  const row = await tx
    .updateTable('quarantine')
    .set({ state, resolved_at: by.at, resolved_by: by.who, note })
    .where((eb) => eb.and(at()))
    .where('state', 'in', [...from])
    .returning('seq')
    .executeTakeFirst();
  if (row !== undefined) return ok();
  const known = await tx
    .selectFrom('quarantine')
    .select('state')
    .where((eb) => eb.and(at()))
    .executeTakeFirst();
  return err(known === undefined ? { code: 'not-found' } : { code: 'already-resolved', state: known.state });
}

interface Content {
  readonly kind: string;
  readonly version: number;
  readonly body: Record<string, unknown>;
  readonly sealed: string | null;
}

/** Pure: whether the corrected content is one that a kiosk may write. */
function check(correction: Correction, text: string, sealed: string | null): Result<Content, ResolveError> {
  const no = (reason: SetAsideReason, detail: string): Result<never, ResolveError> =>
    err({ code: 'still-invalid', reason, detail });
  const written = readLoosely(text);
  const kind = correction.kind ?? written.kind;
  if (kind === null) return no('unknown-kind', '');
  if (!isEntryKind(kind) || ENTRY_KINDS[kind].by !== 'kiosk') return no('unknown-kind', kind);
  // What a person writes is of the newest version; what stays as it was written is of the version it says.
  const version = correction.body === undefined ? written.version : currentVersion(kind);
  const schema = version === null ? undefined : bodySchema(kind, version);
  if (version === null || schema === undefined)
    return no('unknown-version', `${kind} ${version ?? ''}`.trim());
  const body = schema.safeParse(correction.body ?? written.body);
  if (!body.success) return no('bad-body', schemaPaths(body.error));
  // Without the person there is nothing to examine.
  if (kind === 'application.submitted' && sealed === null) return no('sealed-missing', '');
  return ok({
    kind,
    version,
    body: body.data as Record<string, unknown>,
    sealed: kind === 'application.submitted' ? sealed : null,
  });
}
