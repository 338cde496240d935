import { KIOSK_STATES, type Kiosk, type KioskState } from '../../api/fleet.ts';

export interface KioskFilter {
  readonly state: KioskState | 'revoked' | null;
  readonly station: string | null;
  readonly search: string;
}

export function readKioskFilter(query: URLSearchParams): KioskFilter {
  const state = query.get('state');
  return {
    state: state === 'revoked' ? state : (KIOSK_STATES.find((known) => known === state) ?? null),
    station: query.get('station'),
    search: query.get('q') ?? '',
  };
}

/** A revoked kiosk serves nobody on purpose: it is counted among the revoked only. */
export function stateKey(kiosk: Kiosk): KioskState | 'revoked' {
  return kiosk.revokedAt === null ? kiosk.state : 'revoked';
}

/** The kiosks that fit; revoked ones only when asked for. */
export function filterKiosks(kiosks: readonly Kiosk[], filter: KioskFilter): readonly Kiosk[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return kiosks.filter((kiosk) => {
    const state = stateKey(kiosk);
    if (filter.state === null ? state === 'revoked' : state !== filter.state) return false;
    if (filter.station !== null && kiosk.station.id !== filter.station) return false;
    const text = [kiosk.id, kiosk.station.id, kiosk.station.zh, kiosk.station.en, kiosk.model]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
