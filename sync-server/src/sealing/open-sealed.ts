import { type Applicant, applicantSchema } from '@haizhu/shared/journal/sealed';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { Clock } from '../clock.ts';
import type { Place } from '../ledger/ledger-entry.ts';
import type { Store } from '../storage/store.ts';
import type { SealingKeys } from './sealing-keys.ts';

/** `missing`: deleted by retention, or never came. `unreadable`: no key fits, or the content is not what it should be. */
export type OpenSealedError = 'missing' | 'unreadable';

/** Opens what is personal in an application. Who and why are on record before anything is opened. */
export type OpenSealed = (
  place: Place,
  who: string,
  why: string,
) => Promise<Result<Applicant, OpenSealedError>>;

export function createOpenSealed(store: Store, keys: SealingKeys, clock: Clock): OpenSealed {
  return async (place, who, why) => {
    const row = await store.read
      .selectFrom('sealed_payload')
      .select(['digest', 'jwe'])
      .where('origin', '=', place.origin)
      .where('epoch', '=', place.epoch)
      .where('seq', '=', place.seq)
      .executeTakeFirst();
    if (row === undefined) return err('missing');
    await store.write(async (tx) => {
      await tx
        .insertInto('sealed_access')
        .values({ digest: row.digest, who, why, at: clock.now() })
        .execute();
    });
    try {
      return ok(applicantSchema.parse(JSON.parse(await keys.open(row.jwe))));
    } catch {
      return err('unreadable');
    }
  };
}
