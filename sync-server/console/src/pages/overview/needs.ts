import { KIOSK_STATES, type Kiosk } from '../../api/fleet.ts';

export interface Need {
  readonly kiosk: Kiosk;
  /** Daily mean of visits in the days before; null when there are no figures. */
  readonly usual: number | null;
}

/**
 * Kiosks that somebody should look after: those that serve nobody first, then those of which nothing is known, then
 * those that serve less, then those that serve everything and come near a work limit. Within a state, where a day of standstill affects most people comes first.
 */
export function rankNeeds(kiosks: readonly Kiosk[], usual: ReadonlyMap<string, number>): readonly Need[] {
  return kiosks
    .filter(
      (kiosk) => kiosk.revokedAt === null && (kiosk.state !== 'in-service' || kiosk.work.level !== 'ok'),
    )
    .map((kiosk) => ({ kiosk, usual: usual.get(kiosk.id) ?? null }))
    .toSorted(
      (a, b) =>
        KIOSK_STATES.indexOf(a.kiosk.state) - KIOSK_STATES.indexOf(b.kiosk.state) ||
        (b.usual ?? 0) - (a.usual ?? 0) ||
        a.kiosk.id.localeCompare(b.kiosk.id, 'en', { numeric: true }),
    );
}

export interface WaitingQueue {
  readonly entries: number;
  readonly lacking: number;
  readonly oldestAt: number | null;
  /** Kiosks with something to upload, the longest waiting first. */
  readonly kiosks: readonly Kiosk[];
}

/** What is stored on kiosks and has not been received, as they last told. */
export function waitingQueue(kiosks: readonly Kiosk[]): WaitingQueue {
  const waiting = kiosks.filter((kiosk) => kiosk.queued > 0 || kiosk.lacking > 0);
  const oldest = waiting.map((kiosk) => kiosk.oldestAt).filter((at) => at !== null);
  return {
    entries: waiting.reduce((sum, kiosk) => sum + kiosk.queued, 0),
    lacking: waiting.reduce((sum, kiosk) => sum + kiosk.lacking, 0),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
    kiosks: waiting.toSorted(
      (a, b) => (a.oldestAt ?? Number.POSITIVE_INFINITY) - (b.oldestAt ?? Number.POSITIVE_INFINITY),
    ),
  };
}
