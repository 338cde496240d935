import { makeBacklog } from '../backlog.ts';

/** An entry as a document of another product: its place as id, and what our kiosk sends of it. */
export interface PeerDocument {
  readonly id: string;
  readonly text: string;
  readonly sealed: string;
}

/** The same content that the kiosk's drain carries. */
export async function makeDocuments(count: number): Promise<readonly PeerDocument[]> {
  const { entries } = await makeBacklog('BENCH-1', 1, count);
  return entries.map(({ seq, text, sealed }) => ({
    id: `1-${String(seq).padStart(9, '0')}`,
    text,
    sealed: sealed ?? '',
  }));
}
