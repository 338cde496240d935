import * as z from 'zod/mini';
import { conflictSchema } from './fleet.ts';

export const incidentsSchema = z.object({
  incidents: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      /** As it called itself; empty when it named none. */
      kiosk: z.string(),
      address: z.string(),
      detail: z.string(),
      firstAt: z.number(),
      lastAt: z.number(),
      count: z.number(),
    }),
  ),
});
export type Incident = z.infer<typeof incidentsSchema>['incidents'][number];

export const quarantineSchema = z.object({
  entries: z.array(
    z.object({
      origin: z.string(),
      epoch: z.number(),
      seq: z.number(),
      reason: z.string(),
      detail: z.string(),
      at: z.number(),
      state: z.string(),
      kind: z.string(),
    }),
  ),
});
export type SetAside = z.infer<typeof quarantineSchema>['entries'][number];

export const conflictsSchema = z.object({ conflicts: z.array(conflictSchema) });

const BASE = '/api/v1';
export const INCIDENTS_PATH = `${BASE}/incidents`;
export const QUARANTINE_PATH = `${BASE}/quarantine`;
export const CONFLICTS_PATH = `${BASE}/conflicts`;
