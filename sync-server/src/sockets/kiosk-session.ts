import { randomBytes } from 'node:crypto';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';

/** What one connection of a kiosk has come to. Before the proof nothing but `hello` is heard. */
export class KioskSession {
  readonly nonce: string = randomBytes(32).toString('base64url');
  readonly address: string;
  #proved: { readonly kiosk: string; readonly epoch: number } | null = null;
  #claimed = '';
  #checks: number[] = [];

  constructor(address: string) {
    this.address = address;
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

  /** Whether one more check code may be tried now: ten a minute, so that codes cannot be guessed at a kiosk. */
  mayCheck(now: number): boolean {
    this.#checks = this.#checks.filter((at) => at > now - 60_000);
    if (this.#checks.length >= 10) return false;
    this.#checks.push(now);
    return true;
  }
}

/** The frames that the server sends by itself. */
export interface ServerFrames {
  challenge(frame: { nonce: string; serverTime: number; protocol: { min: number; max: number } }): void;
  application(status: ApplicationStatus): void;
}
