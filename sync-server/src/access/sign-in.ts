import { err, ok, type Result } from '@haizhu/shared/result';
import type { Clock } from '../clock.ts';
import type { Store } from '../storage/store.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import { audit } from './audit.ts';
import { hashPassword, isOutdated, type PasswordCost, verifyPassword } from './password.ts';
import type { StaffPrincipal } from './principal.ts';
import { beginSession, endSession, type NewSession } from './sessions.ts';
import { roleOf } from './staff.ts';

const WINDOW_MS = 15 * 60_000;
/** Failures in a window: of one name from one address, from one address, of one name from anywhere. */
const LIMITS = { pair: 5, address: 30, name: 50 } as const;

export type SignInError =
  | { readonly code: 'wrong-credentials' }
  | { readonly code: 'too-many-tries'; readonly retryAfterMs: number };

export type PasswordError = 'wrong-password' | 'same-password' | 'too-many-tries';

export interface SignedIn {
  readonly session: NewSession;
  readonly principal: Omit<StaffPrincipal, 'sessionDigest'>;
}

/** Sign-in, sign-out and change of one's own password. */
export class SignIn {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #cost: PasswordCost;
  readonly #pairs: AttemptLimiter;
  readonly #addresses: AttemptLimiter;
  readonly #names: AttemptLimiter;
  /** A hash to check against where there is no account: an unknown name takes as long as a wrong password. */
  readonly #nobody: Promise<string>;

  constructor(store: Store, clock: Clock, cost: PasswordCost) {
    this.#store = store;
    this.#clock = clock;
    this.#cost = cost;
    this.#pairs = new AttemptLimiter(clock, LIMITS.pair, WINDOW_MS);
    this.#addresses = new AttemptLimiter(clock, LIMITS.address, WINDOW_MS);
    this.#names = new AttemptLimiter(clock, LIMITS.name, WINDOW_MS);
    this.#nobody = hashPassword('', cost);
  }

  /** Begins a session. Wrong name and wrong password cannot be told apart. */
  async signIn(name: string, password: string, address: string): Promise<Result<SignedIn, SignInError>> {
    const keys: readonly (readonly [AttemptLimiter, string])[] = [
      [this.#pairs, `${name}\n${address}`],
      [this.#addresses, address],
      [this.#names, name],
    ];
    const retryAfterMs = Math.max(...keys.map(([limiter, key]) => limiter.waitMs(key)));
    if (retryAfterMs > 0) return err({ code: 'too-many-tries', retryAfterMs });
    // Counted before the check, so that many tries at once are many tries.
    for (const [limiter, key] of keys) limiter.count(key);

    const row = await this.#store.read
      .selectFrom('staff')
      .selectAll()
      .where('name', '=', name)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    const matches = await verifyPassword(password, row?.password ?? (await this.#nobody));
    if (row === undefined || !matches) return err({ code: 'wrong-credentials' });
    for (const [limiter, key] of keys) limiter.forgive(key);

    const upgraded = isOutdated(row.password, this.#cost) ? await hashPassword(password, this.#cost) : null;
    const at = this.#clock.now();
    const session = await this.#store.write(async (tx) => {
      if (upgraded !== null)
        await tx.updateTable('staff').set({ password: upgraded }).where('id', '=', row.id).execute();
      await audit(tx, { at, who: row.name, action: 'staff.signed-in', target: row.name, detail: address });
      return beginSession(tx, row.id, at);
    });
    const mustChangePassword = row.must_change_password === 1;
    return ok({
      session,
      principal: { kind: 'staff', id: row.id, name: row.name, role: roleOf(row.role), mustChangePassword },
    });
  }

  async signOut(principal: StaffPrincipal): Promise<void> {
    await this.#store.write(async (tx) => {
      await endSession(tx, principal.sessionDigest);
      await audit(tx, {
        at: this.#clock.now(),
        who: principal.name,
        action: 'staff.signed-out',
        target: principal.name,
      });
    });
  }

  /** Every other session of the account ends. */
  async changePassword(
    principal: StaffPrincipal,
    current: string,
    next: string,
  ): Promise<Result<undefined, PasswordError>> {
    const key = `password\n${principal.name}`;
    if (this.#pairs.waitMs(key) > 0) return err('too-many-tries');
    this.#pairs.count(key);
    const row = await this.#store.read
      .selectFrom('staff')
      .select('password')
      .where('id', '=', principal.id)
      .executeTakeFirstOrThrow();
    if (!(await verifyPassword(current, row.password))) return err('wrong-password');
    this.#pairs.forgive(key);
    if (current === next) return err('same-password');
    const password = await hashPassword(next, this.#cost);
    await this.#store.write(async (tx) => {
      await tx
        .updateTable('staff')
        .set({ password, must_change_password: 0 })
        .where('id', '=', principal.id)
        .execute();
      await tx
        .deleteFrom('staff_session')
        .where('staff_id', '=', principal.id)
        .where('token_digest', '<>', principal.sessionDigest)
        .execute();
      await audit(tx, {
        at: this.#clock.now(),
        who: principal.name,
        action: 'staff.password-changed',
        target: principal.name,
      });
    });
    return ok();
  }
}
