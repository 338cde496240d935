import { expect, test } from 'vitest';
import { isAllowed, isRole, PERMISSIONS, permissionsOf, ROLES, type Role } from './permissions.ts';

/** Written down a second time on purpose: who gains a right by a slip of the table is seen here. */
const EXPECTED: Readonly<Record<string, readonly Role[]>> = {
  'report.read': ['maintenance', 'bureau', 'admin', 'auditor'],
  'fleet.read': ['maintenance', 'bureau', 'admin', 'auditor'],
  'incidents.read': ['maintenance', 'bureau', 'admin', 'auditor'],
  'quarantine.read': ['maintenance', 'bureau', 'admin', 'auditor'],
  'quarantine.resolve': ['admin'],
  'devices.manage': ['admin'],
  'staff.manage': ['admin'],
  'tokens.manage': ['admin'],
  'sealing.manage': ['admin'],
  'audit.read': ['admin', 'auditor'],
  'sealed-access.read': ['auditor'],
};

test('each permission belongs to these roles and to no other', () => {
  const found = PERMISSIONS.map((permission) => [
    permission,
    ROLES.filter((role) => isAllowed(role, permission)),
  ]);
  expect(Object.fromEntries(found)).toEqual(EXPECTED);
});

test('what a role may do is told as it is decided', () => {
  for (const role of ROLES) {
    const told = new Set(permissionsOf(role));
    for (const permission of PERMISSIONS) expect(told.has(permission)).toBe(isAllowed(role, permission));
  }
});

test('nobody who changes something reads the log of openings of personal data', () => {
  for (const role of ROLES.filter((one) => isAllowed(one, 'sealed-access.read'))) {
    expect(
      PERMISSIONS.filter((permission) => permission.endsWith('.manage') && isAllowed(role, permission)),
    ).toEqual([]);
  }
});

test('a word that is no role is none', () => {
  expect(isRole('admin')).toBe(true);
  expect(isRole('root')).toBe(false);
  expect(isRole('toString')).toBe(false);
});
