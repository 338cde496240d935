import { err, ok, type Result } from '@haizhu/shared/result';
import { beijingDay } from '@haizhu/shared/time/beijing';
import type { DomainEvents } from '../domain-events.ts';
import type { Store } from '../storage/store.ts';
import { type EnrolmentCode, insertEnrolmentCode } from './enrolment-codes.ts';
import { insertKiosk } from './kiosks.ts';

/** More demonstration kiosks than this are not made: the call needs no sign-in. */
export const MAX_DEMO_KIOSKS = 200;
export const DEMO_STATION = { id: 'DEMO', zh: '演示派出所', en: 'Demonstration station' } as const;

export interface DemoEnrolment extends EnrolmentCode {
  readonly kiosk: string;
}

/** A new code for a demonstration kiosk that there is: its machine has lost what it was enrolled with. */
export async function enrolDemoAgain(store: Store, kiosk: string, at: number): Promise<DemoEnrolment | null> {
  return store.write(async (tx) => {
    const found = await tx
      .selectFrom('kiosk')
      .select('id')
      .where('id', '=', kiosk)
      .where('demo', '=', 1)
      .executeTakeFirst();
    return found === undefined ? null : { kiosk, ...(await insertEnrolmentCode(tx, kiosk, at)) };
  });
}

/** Makes one more demonstration kiosk at the demonstration station, and a code for it. */
export async function makeDemoKiosk(
  store: Store,
  events: DomainEvents,
  at: number,
): Promise<Result<DemoEnrolment, 'too-many-kiosks'>> {
  const made = await store.write(async (tx): Promise<Result<DemoEnrolment, 'too-many-kiosks'>> => {
    await tx
      .insertInto('station')
      .values({ id: DEMO_STATION.id, name_zh: DEMO_STATION.zh, name_en: DEMO_STATION.en })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const values = { stationId: DEMO_STATION.id, model: 'demo', installedOn: beijingDay(at) };
    const { count } = await tx
      .selectFrom('kiosk')
      .select(({ fn }) => fn.countAll<number | string>().as('count'))
      .where('demo', '=', 1)
      .executeTakeFirstOrThrow();
    // Another server may take the same number in the same moment: then the next one is tried.
    for (let number = Number(count) + 1; number <= MAX_DEMO_KIOSKS; number += 1) {
      const kiosk = `DEMO-${number}`;
      if (!(await insertKiosk(tx, kiosk, values, { demo: true, at }))) continue;
      return ok({ kiosk, ...(await insertEnrolmentCode(tx, kiosk, at)) });
    }
    return err('too-many-kiosks');
  });
  if (made.ok) events.emit('changed', new Set(['kiosks']));
  return made;
}
