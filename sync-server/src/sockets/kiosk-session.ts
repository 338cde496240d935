import { randomBytes } from 'node:crypto';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import { CheckLimiter } from './check-limiter.ts';

/** What one connection of a kiosk has come to. Before the proof nothing but `hello` is heard. */
export class KioskSession {
  readonly nonce: string = randomBytes(32).toString('base64url');
  readonly address: string;
  #proved: { readonly kiosk: string; readonly epoch: number } | null = null;
  #claimed = '';
  #watched: ReadonlySet<string> = new Set();
  readonly #checks: CheckLimiter;

  constructor(address: string, checks: CheckLimiter = new CheckLimiter()) {
    this.address = address;
    this.#checks = checks;
  }

  get proved(): { readonly kiosk: string; readonly epoch: number } | null {
    return this.#proved;
  }

  isProved(): boolean {
    return this.#proved !== null;
  }

  /** Kiosk as it calls itself; for incidents. */
  get claimed(): string {
    return this.#proved?.kiosk ?? this.#claimed;
  }

  claim(kiosk: string): void {
    this.#claimed = kiosk;
  }

  prove(kiosk: string, epoch: number): void {
    this.#proved = { kiosk, epoch };
  }

  /** From now on changes of these applications, and of no others, are told. */
  watch(applications: readonly string[]): void {
    this.#watched = new Set(applications);
  }

  watches(application: string): boolean {
    return this.#watched.has(application);
  }

  /** Whether one more check code may be tried at this kiosk now. */
  mayCheck(now: number): boolean {
    return this.#checks.mayCheck(this.claimed, now);
  }
}

/** The frames that the server sends by itself. */
export interface ServerFrames {
  challenge(frame: { nonce: string; serverTime: number; protocol: { min: number; max: number } }): void;
  application(status: ApplicationStatus): void;
}
