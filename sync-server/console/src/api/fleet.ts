import { kioskIdSchema, stationIdSchema } from '@haizhu/shared/ids';
import * as z from 'zod/mini';
import { nothing, request } from './client.ts';

/** What citizens get from a kiosk now. `unknown`: it has been silent for too long, or has never spoken. */
export const KIOSK_STATES = ['out-of-service', 'unknown', 'degraded', 'in-service'] as const;
export type KioskState = (typeof KIOSK_STATES)[number];

const openFaultSchema = z.object({
  /** Occurrence id. */
  id: z.string(),
  /** Id in the fault registry. */
  fault: z.string(),
  device: z.string(),
  begunAt: z.number(),
});
export type OpenFault = z.infer<typeof openFaultSchema>;

export const kioskSchema = z.object({
  id: kioskIdSchema,
  station: z.object({ id: stationIdSchema, zh: z.string(), en: z.string() }),
  model: z.string(),
  installedOn: z.string(),
  demo: z.boolean(),
  state: z.enum(KIOSK_STATES),
  connected: z.boolean(),
  lastContactAt: z.nullable(z.number()),
  epoch: z.number(),
  software: z.nullable(z.string()),
  screen: z.nullable(z.string()),
  /** Entries on the kiosk that the server has not acknowledged, as it last told. */
  queued: z.number(),
  oldestAt: z.nullable(z.number()),
  /** Entries that the kiosk told of and the ledger does not hold (S8). */
  lacking: z.number(),
  clockErrorMs: z.nullable(z.number()),
  openFaults: z.array(openFaultSchema),
  storage: z.nullable(
    z.object({
      usedBytes: z.number(),
      quotaBytes: z.number(),
      persisted: z.boolean(),
      spared: z.nullable(z.boolean()),
    }),
  ),
  /** Work limits that it has passed. `refused`: its disk did not take an entry. */
  work: z.object({
    level: z.enum(['ok', 'warn', 'stop']),
    reasons: z.array(
      z.object({
        limit: z.enum(['queued', 'oldestMs', 'storageShare', 'clockErrorMs']),
        level: z.enum(['warn', 'stop']),
        value: z.number(),
        bound: z.number(),
      }),
    ),
    refused: z.boolean(),
  }),
  revokedAt: z.nullable(z.number()),
});
export type Kiosk = z.infer<typeof kioskSchema>;

export const fleetSchema = z.object({
  kiosks: z.array(kioskSchema),
  /** Silence longer than this is "unknown". */
  silenceMs: z.number(),
});
export type Fleet = z.infer<typeof fleetSchema>;

export const conflictSchema = z.object({
  id: z.number(),
  origin: z.string(),
  epoch: z.number(),
  seq: z.number(),
  conflict: z.enum(['digest', 'chain']),
  keptDigest: z.string(),
  offeredDigest: z.string(),
  at: z.number(),
});
export type Conflict = z.infer<typeof conflictSchema>;

export const kioskDetailSchema = z.object({
  kiosk: kioskSchema,
  faults: z.array(
    z.object({
      id: z.string(),
      fault: z.string(),
      device: z.string(),
      begunAt: z.number(),
      clearedAt: z.nullable(z.number()),
    }),
  ),
  epochs: z.array(
    z.object({
      epoch: z.number(),
      keyThumbprint: z.string(),
      enrolledAt: z.number(),
      through: z.number(),
      toldHead: z.number(),
    }),
  ),
  conflicts: z.array(conflictSchema),
});
export type KioskDetail = z.infer<typeof kioskDetailSchema>;

export const stationsSchema = z.object({
  stations: z.array(z.object({ id: stationIdSchema, zh: z.string(), en: z.string(), kiosks: z.number() })),
});
export type Station = z.infer<typeof stationsSchema>['stations'][number];

export const enrolmentCodeSchema = z.object({ code: z.string(), expiresAt: z.number() });

const BASE = '/api/v1';
export const FLEET_PATH = `${BASE}/fleet`;
export const STATIONS_PATH = `${BASE}/stations`;
export const kioskPath = (id: string) => `${BASE}/kiosks/${encodeURIComponent(id)}`;

export const addStation = (values: { id: string; zh: string; en: string }) =>
  request('POST', STATIONS_PATH, nothing, values);
export const changeStation = (id: string, values: { zh: string; en: string }) =>
  request('PATCH', `${STATIONS_PATH}/${encodeURIComponent(id)}`, nothing, values);

export const addKiosk = (values: { id: string; stationId: string; model: string; installedOn: string }) =>
  request('POST', `${BASE}/kiosks`, nothing, values);
export const changeKiosk = (id: string, values: { stationId: string; model: string; installedOn: string }) =>
  request('PATCH', kioskPath(id), nothing, values);
export const makeEnrolmentCode = (id: string) =>
  request('POST', `${kioskPath(id)}/enrolment-codes`, enrolmentCodeSchema);
export const revokeKiosk = (id: string, reason: string) =>
  request('POST', `${kioskPath(id)}/revoke`, nothing, { reason });
