import type { Store } from '../storage/store.ts';
import { hashPassword, makeOneTimePassword, type PasswordCost } from './password.ts';
import { insertStaff } from './staff.ts';

/** `oneTimePassword`: made now, to be shown once; null when the administrator knows theirs. */
export interface FirstAdministrator {
  readonly oneTimePassword: string | null;
}

const NAME = 'admin';

/**
 * Sees to it that somebody can sign in. Without any account, `admin` is made: with the password that was given, or
 * with a one-time one that has to be changed. As long as nobody has used that one-time password, each start makes
 * a new one, because the old one may have been overlooked and is stored nowhere.
 */
export async function ensureAdministrator(
  store: Store,
  given: string | null,
  at: number,
  cost: PasswordCost,
): Promise<FirstAdministrator> {
  const staff = await store.read
    .selectFrom('staff')
    .select(['id', 'name', 'must_change_password'])
    .limit(2)
    .execute();
  const [first, second] = staff;
  const unused =
    first !== undefined && second === undefined && first.name === NAME && first.must_change_password === 1;
  if (first !== undefined && !unused) return { oneTimePassword: null };

  const oneTimePassword = given === null ? makeOneTimePassword() : null;
  const password = await hashPassword(given ?? oneTimePassword ?? '', cost);
  const mustChange = oneTimePassword !== null;
  return store.write(async (tx) => {
    if (unused) {
      await tx
        .updateTable('staff')
        .set({ password, must_change_password: mustChange ? 1 : 0 })
        .where('id', '=', first.id)
        .execute();
      return { oneTimePassword };
    }
    // Null: another server made it in the same moment and has shown its password.
    const added = await insertStaff(tx, { name: NAME, role: 'admin', password, mustChange, at });
    return { oneTimePassword: added === null ? null : oneTimePassword };
  });
}
