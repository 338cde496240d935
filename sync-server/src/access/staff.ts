import { err, ok, type Result } from '@haizhu/shared/result';
import type { Reader, Store, Tx } from '../storage/store.ts';
import { audit } from './audit.ts';
import { hashPassword, type PasswordCost } from './password.ts';
import { isRole, type Role } from './permissions.ts';

export interface StaffMember {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

export type StaffError = 'name-taken' | 'not-found' | 'last-administrator' | 'own-account';

/** Everybody who has an account, the disabled ones too. */
export async function listStaff(reader: Reader): Promise<readonly StaffMember[]> {
  const rows = await reader
    .selectFrom('staff')
    .select(['id', 'name', 'role', 'created_at', 'disabled_at'])
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }));
}

export interface NewStaff {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/** Adds an account. Its password was made by an administrator, so it has to be changed at the first sign-in. */
export async function addStaff(
  store: Store,
  staff: NewStaff,
  by: { readonly who: string; readonly at: number; readonly cost: PasswordCost },
): Promise<Result<number, StaffError>> {
  const password = await hashPassword(staff.password, by.cost);
  return store.write(async (tx) => {
    const added = await insertStaff(tx, { ...staff, password, mustChange: true, at: by.at });
    if (added === null) return err('name-taken');
    await audit(tx, {
      at: by.at,
      who: by.who,
      action: 'staff.added',
      target: staff.name,
      detail: staff.role,
    });
    return ok(added);
  });
}

/** Null when the name is taken. */
export async function insertStaff(
  tx: Tx,
  row: {
    readonly name: string;
    readonly role: Role;
    readonly password: string;
    readonly mustChange: boolean;
    readonly at: number;
  },
): Promise<number | null> {
  const added = await tx
    .insertInto('staff')
    .values({
      name: row.name,
      password: row.password,
      role: row.role,
      created_at: row.at,
      disabled_at: null,
      must_change_password: row.mustChange ? 1 : 0,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added?.id ?? null;
}

export interface StaffChange {
  readonly role?: Role | undefined;
  readonly password?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/**
 * Changes somebody else's account; whoever is signed in with it is signed out. There is always an administrator
 * left who can sign in.
 */
export async function changeStaff(
  store: Store,
  id: number,
  change: StaffChange,
  by: {
    readonly staffId: number | null;
    readonly who: string;
    readonly at: number;
    readonly cost: PasswordCost;
  },
): Promise<Result<undefined, StaffError>> {
  if (by.staffId === id) return err('own-account');
  const password = change.password === undefined ? null : await hashPassword(change.password, by.cost);
  return store.write(async (tx): Promise<Result<undefined, StaffError>> => {
    const row = await tx
      .selectFrom('staff')
      .select(['name', 'role', 'disabled_at'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return err('not-found');
    const role = change.role ?? roleOf(row.role);
    const disabledAt =
      change.disabled === undefined ? row.disabled_at : change.disabled ? (row.disabled_at ?? by.at) : null;
    if (row.role === 'admin' && row.disabled_at === null && (role !== 'admin' || disabledAt !== null)) {
      if (!(await hasOtherAdministrator(tx, id))) return err('last-administrator');
    }
    await tx
      .updateTable('staff')
      .set({
        role,
        disabled_at: disabledAt,
        ...(password === null ? {} : { password, must_change_password: 1 }),
      })
      .where('id', '=', id)
      .execute();
    await tx.deleteFrom('staff_session').where('staff_id', '=', id).execute();
    await audit(tx, {
      at: by.at,
      who: by.who,
      action: 'staff.changed',
      target: row.name,
      detail: describe(change),
    });
    return ok();
  });
}

/** Says what was changed without saying the password. */
function describe({ role, password, disabled }: StaffChange): string {
  const parts = [
    role === undefined ? null : `role ${role}`,
    password === undefined ? null : 'password',
    disabled === undefined ? null : disabled ? 'disabled' : 'enabled',
  ];
  return parts.filter((part) => part !== null).join(', ');
}

async function hasOtherAdministrator(tx: Tx, id: number): Promise<boolean> {
  const others = await tx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '<>', id)
    .limit(1)
    .execute();
  return others.length > 0;
}

/** A role as it is stored. An unknown one is a damaged database, not a role without rights. */
export function roleOf(text: string): Role {
  if (isRole(text)) return text;
  throw new Error(`unknown role in the database: ${text}`);
}
