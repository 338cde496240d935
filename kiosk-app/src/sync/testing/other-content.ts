import { packEntries } from '@haizhu/shared/sync/packed-entries';
import { type Challenge, PROTOCOL, proofText } from '@haizhu/shared/sync/protocol';
import type { ServerEnd, ServerSide } from './simulated-network.ts';

interface Offer {
  readonly epoch: number;
  readonly seq: number;
  readonly text: string;
}

/**
 * Offers another content for a place the server has, with the kiosk's own key: what a copied disk or a broken program
 * might do. Whether the server took the frame; throws when it did not say that it is a conflict.
 */
export async function offerOtherContent(
  server: ServerSide,
  sign: (text: string) => Promise<string>,
  wall: number,
  { epoch, seq, text }: Offer,
): Promise<boolean> {
  const challenges: Challenge[] = [];
  const end: ServerEnd = {
    challenge: (challenge) => void challenges.push(challenge),
    application: () => {},
    drop: () => {},
  };
  server.onConnect(end);
  const [challenge] = challenges;
  if (challenge === undefined) throw new Error('no challenge');
  const proof = await sign(proofText(challenge.nonce, 'K1', epoch, PROTOCOL));
  const journals = [{ epoch, head: seq, through: seq }];
  const hello = { protocol: PROTOCOL, kiosk: 'K1', epoch, proof, software: 'copy', wall, journals };
  const welcome = (await server.onFrame(end, 'hello', hello)) as { readonly ok: boolean };
  if (!welcome.ok) throw new Error(`no welcome: ${JSON.stringify(welcome)}`);
  const answer = (await server.onFrame(end, 'push', {
    epoch,
    from: seq,
    ...packEntries([{ text, sealed: null }]),
  })) as {
    readonly ok: boolean;
    readonly conflicts?: readonly number[];
  };
  if (!answer.ok) return false;
  if (answer.conflicts?.join() !== `${seq}`) throw new Error(`not a conflict: ${JSON.stringify(answer)}`);
  return true;
}
