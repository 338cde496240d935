import { DEFAULT_LIMITS, type ServiceLevel, serviceLevelSchema } from '@haizhu/shared/sync/protocol';
import {
  DEFAULT_WORK_LIMITS,
  type WorkLimits,
  type WorkState,
  workState,
} from '@haizhu/shared/sync/work-limits';
import type { Row } from '../storage/schema.ts';
import type { Reader } from '../storage/store.ts';

/** How a kiosk names, among its faults, that its disk did not take an entry (the kiosk's `machines/kiosk-level.ts`). */
const REFUSED_CODE = 'storage-refused';
/** That what it stores is kept once only, whatever it is that fails: its `storage.spared` says so as well. */
const ONE_COPY_CODE = 'storage-one-copy';

/** A kiosk that has been silent for longer than this is unknown, ms: three presence intervals. */
export const SILENCE_MS = 3 * DEFAULT_LIMITS.presenceMs;

/** What citizens get from a kiosk now. Silence is `unknown`: neither up nor down. */
export type KioskState = ServiceLevel | 'unknown';

export interface OpenFault {
  readonly id: string;
  readonly fault: string;
  readonly device: string;
  readonly begunAt: number;
}

export interface FleetKiosk {
  readonly id: string;
  readonly station: { readonly id: string; readonly zh: string; readonly en: string };
  readonly model: string;
  readonly installedOn: string;
  readonly demo: boolean;
  readonly state: KioskState;
  readonly connected: boolean;
  readonly lastContactAt: number | null;
  /** 0: never enrolled. */
  readonly epoch: number;
  readonly software: string | null;
  readonly screen: string | null;
  /** Entries that the server has not acknowledged, as the kiosk last told. */
  readonly queued: number;
  readonly oldestAt: number | null;
  /** Entries that the kiosk told of and the ledger does not hold, over all its epochs (S8, S9). */
  readonly lacking: number;
  readonly clockErrorMs: number | null;
  readonly openFaults: readonly OpenFault[];
  readonly storage: {
    readonly usedBytes: number;
    readonly quotaBytes: number;
    readonly persisted: boolean;
    /** Whether its queue is kept twice; null where it did not say. */
    readonly spared: boolean | null;
  } | null;
  /**
   * Which work limits it has passed, as far as it told; a silent kiosk's queue grows older. `refused`: it told that its
   * disk did not take an entry, whatever the browser says of the space.
   */
  readonly work: WorkState & { readonly refused: boolean };
  readonly revokedAt: number | null;
}

type Presence = Row<'presence'>;

/** State of a kiosk from what it last told. Pure. */
export function stateOf(
  presence: Pick<Presence, 'last_contact_at' | 'level'> | undefined,
  now: number,
): KioskState {
  if (presence === undefined || now - presence.last_contact_at > SILENCE_MS) return 'unknown';
  const level = serviceLevelSchema.safeParse(presence.level);
  return level.success ? level.data : 'unknown';
}

/** Every kiosk, or one, as it stands at `now`. */
export async function listFleet(
  reader: Reader,
  now: number,
  only?: string,
  limits: WorkLimits = DEFAULT_WORK_LIMITS,
): Promise<readonly FleetKiosk[]> {
  const kiosks = await reader
    .selectFrom('kiosk')
    .innerJoin('station', 'station.id', 'kiosk.station_id')
    .select([
      'kiosk.id',
      'kiosk.model',
      'kiosk.installed_on',
      'kiosk.demo',
      'kiosk.current_epoch',
      'kiosk.revoked_at',
      'station.id as station_id',
      'station.name_zh',
      'station.name_en',
    ])
    .$if(only !== undefined, (query) => query.where('kiosk.id', '=', only ?? ''))
    .orderBy('kiosk.id')
    .execute();
  const presences = await reader
    .selectFrom('presence')
    .selectAll()
    .$if(only !== undefined, (query) => query.where('kiosk_id', '=', only ?? ''))
    .execute();
  const epochs = await reader
    .selectFrom('kiosk_epoch')
    .select(['kiosk_id', 'epoch', 'through', 'told_head'])
    .$if(only !== undefined, (query) => query.where('kiosk_id', '=', only ?? ''))
    .execute();
  const faults = await reader
    .selectFrom('fault_occurrence')
    .select(['id', 'kiosk_id', 'fault', 'device', 'begun_at'])
    .where('cleared_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('kiosk_id', '=', only ?? ''))
    .orderBy('begun_at')
    .orderBy('id')
    .execute();

  const presenceOf = new Map(presences.map((row) => [row.kiosk_id, row]));
  const epochsOf = Map.groupBy(epochs, (row) => row.kiosk_id);
  const openFaultsOf = Map.groupBy(faults, (row) => row.kiosk_id);
  return kiosks.map((kiosk) => {
    const presence = presenceOf.get(kiosk.id);
    return {
      id: kiosk.id,
      station: { id: kiosk.station_id, zh: kiosk.name_zh, en: kiosk.name_en },
      model: kiosk.model,
      installedOn: kiosk.installed_on,
      demo: kiosk.demo === 1,
      state: stateOf(presence, now),
      connected: presence?.connected === 1 && now - presence.last_contact_at <= SILENCE_MS,
      lastContactAt: presence?.last_contact_at ?? null,
      epoch: kiosk.current_epoch,
      software: presence?.software ?? null,
      screen: presence?.screen ?? null,
      queued: presence?.queued ?? 0,
      oldestAt: presence?.oldest_at ?? null,
      lacking: lackingOf(epochsOf.get(kiosk.id) ?? [], presence),
      clockErrorMs: presence?.clock_error_ms ?? null,
      openFaults: (openFaultsOf.get(kiosk.id) ?? []).map((row) => ({
        id: row.id,
        fault: row.fault,
        device: row.device,
        begunAt: row.begun_at,
      })),
      storage: storageOf(presence),
      work: workOf(presence, now, limits),
      revokedAt: kiosk.revoked_at,
    };
  });
}

type Progress = Pick<Row<'kiosk_epoch'>, 'epoch' | 'through' | 'told_head'>;

function lackingOf(epochs: readonly Progress[], presence: Presence | undefined): number {
  let lacking = 0;
  for (const { epoch, through, told_head: told } of epochs) {
    const head = presence?.epoch === epoch ? Math.max(told, presence.head) : told;
    lacking += Math.max(0, head - through);
  }
  return lacking;
}

function storageOf(presence: Presence | undefined): FleetKiosk['storage'] {
  if (presence === undefined || presence.storage_used === null || presence.storage_quota === null)
    return null;
  return {
    usedBytes: presence.storage_used,
    quotaBytes: presence.storage_quota,
    persisted: presence.storage_persisted === 1,
    spared: presence.storage_spared === null ? null : presence.storage_spared === 1,
  };
}

function workOf(presence: Presence | undefined, now: number, limits: WorkLimits): FleetKiosk['work'] {
  const storage = storageOf(presence);
  const told = presence === undefined ? [] : faultsOf(presence);
  const refused = told.includes(REFUSED_CODE);
  const isStopped = refused || told.includes(ONE_COPY_CODE);
  const state = workState(
    {
      queued: presence?.queued ?? null,
      oldestMs: presence === undefined || presence.oldest_at === null ? null : now - presence.oldest_at,
      storageShare:
        storage === null || storage.quotaBytes <= 0 ? null : storage.usedBytes / storage.quotaBytes,
      clockErrorMs: presence?.clock_error_ms ?? null,
    },
    limits,
  );
  return { ...state, level: isStopped ? 'stop' : state.level, refused };
}

/** What the kiosk named as open in its last frame, as `PresenceBook` keeps it. */
function faultsOf({ faults }: Presence): readonly unknown[] {
  const told: unknown = JSON.parse(faults);
  return Array.isArray(told) ? told : [];
}
