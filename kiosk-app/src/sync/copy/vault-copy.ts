import type { KeptBase, KeptEntry } from '@haizhu/shared/vault/messages';

/** What the vault holds of one kiosk. */
export interface HeldCopy {
  readonly bases: readonly KeptBase[];
  /** Each place once, rising by epoch and place. */
  readonly entries: readonly KeptEntry[];
}

/**
 * The second copy of a kiosk's journal, outside the browser: it may remove all that a page has stored at any moment
 * (decision 24). Every method rejects where the vault cannot be reached or its disk refuses.
 */
export interface VaultCopy {
  held(): Promise<HeldCopy>;
  /** Resolves when they are on the disk. */
  add(entries: readonly KeptEntry[]): Promise<void>;
  /** The server has the journal up to here: what stands before may go. */
  base(base: KeptBase): Promise<void>;
  /** Entries from `seq` on never became part of the journal. */
  takeBack(epoch: number, seq: number): Promise<void>;
  /** Tells at once and at each change whether the vault can be reached. Returns how to stop. */
  watch(listener: (isUp: boolean) => void): () => void;
}
