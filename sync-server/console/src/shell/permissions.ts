import type { Role } from '../api/access.ts';

/**
 * What the pages offer to a role. The server decides; this only keeps from showing buttons and pages that it would
 * refuse.
 */
export const ADMIN_SECTIONS = ['stations', 'kiosks', 'staff', 'tokens', 'audit', 'sealed'] as const;
export type AdminSection = (typeof ADMIN_SECTIONS)[number];

const SECTIONS_OF: Readonly<Record<Role, readonly AdminSection[]>> = {
  admin: ['stations', 'kiosks', 'staff', 'tokens', 'audit'],
  auditor: ['audit', 'sealed'],
  maintenance: [],
  bureau: [],
};

export const adminSections = (role: Role): readonly AdminSection[] => SECTIONS_OF[role];
export const mayOpenAdmin = (role: Role): boolean => SECTIONS_OF[role].length > 0;
/** Enrolment codes, revoking, changing stations and kiosks. */
export const mayManageKiosks = (role: Role): boolean => role === 'admin';
