/** What staff can be. A role is given by an administrator. */
export const ROLES = ['maintenance', 'bureau', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** What can be allowed. Each route of the API names one. */
export type Permission =
  | 'report.read'
  | 'fleet.read'
  | 'incidents.read'
  | 'quarantine.read'
  | 'quarantine.resolve'
  | 'devices.manage'
  | 'staff.manage'
  | 'tokens.manage'
  | 'sealing.manage'
  | 'audit.read'
  | 'sealed-access.read';

type Allowed = Readonly<Record<Permission, boolean>>;

/**
 * Who may do what: no cell is left to a default. An auditor reads everything and changes nothing; who manages
 * accounts cannot read the log of openings of personal data, so that nobody watches over themselves.
 */
const TABLE: Readonly<Record<Role, Allowed>> = {
  maintenance: {
    'report.read': true,
    'fleet.read': true,
    'incidents.read': true,
    'quarantine.read': true,
    'quarantine.resolve': false,
    'devices.manage': false,
    'staff.manage': false,
    'tokens.manage': false,
    'sealing.manage': false,
    'audit.read': false,
    'sealed-access.read': false,
  },
  bureau: {
    'report.read': true,
    'fleet.read': true,
    'incidents.read': true,
    'quarantine.read': true,
    'quarantine.resolve': false,
    'devices.manage': false,
    'staff.manage': false,
    'tokens.manage': false,
    'sealing.manage': false,
    'audit.read': false,
    'sealed-access.read': false,
  },
  admin: {
    'report.read': true,
    'fleet.read': true,
    'incidents.read': true,
    'quarantine.read': true,
    'quarantine.resolve': true,
    'devices.manage': true,
    'staff.manage': true,
    'tokens.manage': true,
    'sealing.manage': true,
    'audit.read': true,
    'sealed-access.read': false,
  },
  auditor: {
    'report.read': true,
    'fleet.read': true,
    'incidents.read': true,
    'quarantine.read': true,
    'quarantine.resolve': false,
    'devices.manage': false,
    'staff.manage': false,
    'tokens.manage': false,
    'sealing.manage': false,
    'audit.read': true,
    'sealed-access.read': true,
  },
};

export function isAllowed(role: Role, permission: Permission): boolean {
  return TABLE[role][permission];
}

/** Everything a role may do, for the console to show only what will work. */
export function permissionsOf(role: Role): readonly Permission[] {
  return PERMISSIONS.filter((permission) => TABLE[role][permission]);
}

export const PERMISSIONS = Object.keys(TABLE.admin) as readonly Permission[];
