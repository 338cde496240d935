import type { LedgerEntry, Poison } from './ledger-entry.ts';

/** An entry of the server's own that the projections do not take. Undoes the transaction. */
export class CannotFold extends Error {
  readonly poison: Poison;

  constructor({ kind }: LedgerEntry, poison: Poison) {
    super(`the server's own ${kind} cannot be: ${poison.reason} ${poison.detail}`);
    this.poison = poison;
  }
}
