import type { EntryBody, ServerKind } from '@haizhu/shared/journal/kinds';
import type { Tx } from '../storage/store.ts';

/** Writes an entry of the server's own into the ledger, in the transaction of its cause. `at`: when it happened. */
export type AppendServerEntry = <K extends ServerKind>(
  tx: Tx,
  kind: K,
  body: EntryBody<K>,
  at: number,
) => Promise<void>;
