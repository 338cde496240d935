import type { SnapshotFrom } from 'xstate';
import type { CardClaim } from './kiosk-types.ts';
import type { recoveryMachine } from './recovery-machine.ts';

/** What the holder of a card that was held when a visit was cut off is asked to do; null while nothing is. */
export function claimOf(snapshot: SnapshotFrom<typeof recoveryMachine>): CardClaim | null {
  const { until } = snapshot.context;
  if (snapshot.matches('telling')) return { ask: 'card-kept', until };
  if (snapshot.matches('giving')) return { ask: 'take-card', until };
  if (snapshot.matches({ claiming: 'lying' })) return { ask: 'lift-id-card', until };
  return snapshot.matches('claiming') ? { ask: 'lay-id-card', until } : null;
}
