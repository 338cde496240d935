import type { Role } from './permissions.ts';

/** Who asks: a member of staff with a session, or a script with a token. */
export type Principal = StaffPrincipal | TokenPrincipal;

export interface StaffPrincipal {
  readonly kind: 'staff';
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
  readonly sessionDigest: string;
}

export interface TokenPrincipal {
  readonly kind: 'token';
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

/** As it stands in the audit. Names of staff hold no colon, so a token cannot pass for one. */
export function whoIs(principal: Principal): string {
  return principal.kind === 'staff' ? principal.name : `token:${principal.name}`;
}
