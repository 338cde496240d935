import type { Me } from '../api/access.ts';

/** Permissions as the server names them. It decides; pages only keep from offering what it would refuse. */
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

type Holder = Pick<Me, 'permissions'>;

export function may(me: Holder, permission: Permission): boolean {
  return me.permissions.includes(permission);
}

/** Parts of a page that has several, with what each needs, in the order of their tabs. */
export const ADMIN_SECTIONS = {
  stations: 'devices.manage',
  kiosks: 'devices.manage',
  staff: 'staff.manage',
  tokens: 'tokens.manage',
  keys: 'sealing.manage',
  audit: 'audit.read',
  sealed: 'sealed-access.read',
} as const satisfies Record<string, Permission>;

export const INCIDENT_SECTIONS = {
  frames: 'incidents.read',
  quarantine: 'quarantine.read',
  conflicts: 'quarantine.read',
  completeness: 'report.read',
} as const satisfies Record<string, Permission>;

/** The sections that somebody may open. */
export function openSections<S extends string>(
  me: Holder,
  sections: Readonly<Record<S, Permission>>,
): readonly S[] {
  return (Object.keys(sections) as S[]).filter((section) => may(me, sections[section]));
}

const MENU = {
  '': ['fleet.read'],
  kiosks: ['fleet.read'],
  throughput: ['report.read'],
  incidents: Object.values(INCIDENT_SECTIONS),
  admin: Object.values(ADMIN_SECTIONS),
} as const satisfies Record<string, readonly Permission[]>;

export type MenuSection = keyof typeof MENU;

/** The menu items under which somebody will find anything. */
export function openMenu(me: Holder): readonly MenuSection[] {
  return (Object.keys(MENU) as MenuSection[]).filter((section) =>
    MENU[section].some((permission) => may(me, permission)),
  );
}
