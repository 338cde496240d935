import { sha256Hex } from '@haizhu/kiosk-app/sync/digest';
import { lookupText } from '@haizhu/shared/journal/check-code';
import type { EndorsementField } from '@haizhu/shared/xfs/forms';
import type { Store } from '@haizhu/sync-server/storage/store';
import type { Bank } from './bank.ts';
import type { Disk } from './disk.ts';
import { printTexts } from './machine-world.ts';
import { EPOCH, KIOSK } from './office.ts';
import type { Record, Visit, Wrong } from './record.ts';

interface Entry {
  readonly kind: string;
  readonly at: number;
  readonly body: Readonly<{ [name: string]: unknown }>;
}

/** Whether an entry says of a visit's card that it stays in the machine, or is about to. */
export const saysKept = ({ kind, body }: Entry): boolean =>
  kind.startsWith('card.') &&
  (body['how'] === 'retained' || body['how'] === 'stuck' || /keep|kept/.test(kind));

/** Compares what happened in front of the machine with what the ledger and the bank say, once all has come in. */
export async function auditAtTheEnd(parts: {
  readonly record: Record;
  readonly store: Store;
  readonly bank: Bank;
  readonly disk: Disk;
}): Promise<void> {
  const { record, store, bank, disk } = parts;
  const rows = await store.read
    .selectFrom('ledger')
    .select(['seq', 'text'])
    .where('origin', '=', KIOSK)
    .where('epoch', '=', EPOCH)
    .orderBy('seq')
    .execute();
  const written = await disk.content.read(EPOCH, 1, 1e9, Number.POSITIVE_INFINITY);
  const held = new Set(rows.map((row) => row.text));
  for (const { text, seq } of written) {
    if (!held.has(text)) record.wrong('lost', `entry ${seq} of the journal is not in the ledger`);
  }
  if (rows.length > written.length)
    record.wrong('doubled', `${rows.length} entries of ${written.length} in the ledger`);

  const entries = rows.map((row) => JSON.parse(row.text) as Entry);
  const submitted = entries.filter(({ kind }) => kind === 'application.submitted');
  const byLookup = new Map<unknown, number>();
  for (const { body } of submitted) byLookup.set(body['lookup'], (byLookup.get(body['lookup']) ?? 0) + 1);
  for (const [lookup, times] of byLookup) {
    if (times > 1)
      record.wrong('doubled', `an application is ${times} times in the ledger (${String(lookup)})`);
  }
  for (const [code, said] of record.codes) {
    if (!byLookup.has(sha256Hex(lookupText(code))))
      record.wrong('lost', `${code} was told (${[...said].join(', ')})`);
  }
  const applications = await store.read.selectFrom('application').selectAll().execute();
  if (applications.length !== byLookup.size) {
    record.wrong(
      applications.length > byLookup.size ? 'doubled' : 'lost',
      `${byLookup.size} applications in the ledger, ${applications.length} counted`,
    );
  }

  auditCards(record, entries);
  const starts = entries.filter(({ kind }) => kind === 'session.started');
  for (const row of applications) {
    const session = submitted.find(({ body }) => body['application'] === row.id)?.body['session'];
    const visit = visitAt(
      record,
      starts.find(({ body }) => body['session'] === session)?.at ?? row.submitted_at,
    );
    const orders = (
      await store.read.selectFrom('payment_order').select('id').where('application_id', '=', row.id).execute()
    ).flatMap(({ id }) => bank.orders.get(id) ?? []);
    const paid = orders.filter(({ state }) => state === 'paid');
    const kept = paid.filter(({ refundedAt }) => refundedAt === null);
    const grants = printTexts(JSON.parse(row.grants) as readonly EndorsementField[]).join('\n');
    const person = visit?.person.id ?? '';
    const name = `application ${row.id} of ${person}, visit ${visit?.number ?? '?'}`;
    const wasPrinted = grants !== '' && record.prints.some((p) => p.person === person && p.back === grants);
    const isOut = grants !== '' && record.handed.some((h) => h.person === person && h.back === grants);
    const wrong = (what: Wrong, text: string) => record.wrong(what, text, visit?.number);
    if (paid.length > kept.length && isOut) wrong('refundedAndPrinted', name);
    if (kept.length > 1) wrong('paidUnresolved', `${name}: paid ${kept.length} times`);
    const isProduced = row.production === 'written' && wasPrinted;
    if (kept.length === 1 && !isProduced) {
      wrong('paidUnresolved', `${name}: paid, ${row.production}, ${wasPrinted ? 'printed' : 'not printed'}`);
    }
    const said = [...record.codes].find(([code]) => sha256Hex(lookupText(code)) === row.lookup)?.[1];
    if (said?.has('completed') === true && (kept.length === 0 || !isProduced)) {
      wrong('toldUntrue', `${name}: told completed, and ${row.production}, ${row.payment}`);
    }
    if (said?.has('refund') === true && kept.length > 0) {
      wrong('toldUntrue', `${name}: told of a refund, and ${row.production}, ${row.payment}`);
    }
  }
}

/** A card that the machine kept, or that staff found in it, is in the journal as such. */
export function auditCards(record: Record, entries: readonly Entry[]): void {
  const starts = entries.filter(({ kind }) => kind === 'session.started');
  const sessionOf = new Map(
    entries
      .filter(({ kind }) => kind === 'application.submitted')
      .map(({ body }) => [body['application'], body['session']]),
  );
  const said = new Set(
    entries.filter(saysKept).map(({ body }) => body['session'] ?? sessionOf.get(body['application'])),
  );
  // A card that went in after its visit was over is said to be nobody's, before it is moved.
  const found = entries.filter((entry) => entry.kind === 'card.keeping' && entry.body['session'] === null);
  for (const card of record.kept) {
    const start = starts.findLast(({ at }) => at <= card.insertedAt + 100);
    if (start !== undefined && said.has(start.body['session'])) continue;
    const by = found.findIndex(({ at }) => at >= card.insertedAt && at <= card.keptAt);
    if (by === -1) {
      const visit = visitAt(record, card.insertedAt)?.number ?? 0;
      record.wrong(
        'cardsKeptSilently',
        `the card of ${card.person} (visit ${visit}), ${card.how}: no entry says so`,
        visit,
      );
    } else found.splice(by, 1);
  }
}

const visitAt = (record: Record, at: number): Visit | undefined =>
  record.visits.findLast(({ from }) => from <= at + 100);
