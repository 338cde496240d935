import { makeBacklog } from '../backlog.ts';

/** An entry as a document of another product: its place as id, and what our kiosk sends of it. */
export interface PeerDocument {
  readonly id: string;
  readonly text: string;
  readonly sealed: string;
}

/** The same content that the kiosk's drain carries. `epoch` makes ids that others do not have. */
export async function makeDocuments(count: number, epoch = 1): Promise<readonly PeerDocument[]> {
  const { entries } = await makeBacklog('BENCH-1', epoch, count);
  return entries.map(({ seq, text, sealed }) => ({
    id: `${epoch}-${String(seq).padStart(9, '0')}`,
    text,
    sealed: sealed ?? '',
  }));
}
