import * as z from 'zod/mini';
import { nothing, request } from './client.ts';
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
      resolvedAt: z.nullable(z.number()),
      resolvedBy: z.nullable(z.string()),
      note: z.nullable(z.string()),
    }),
  ),
  /** All that wait for somebody, also those that the list is too short for. */
  open: z.number(),
});
export type SetAside = z.infer<typeof quarantineSchema>['entries'][number];

export const conflictsSchema = z.object({ conflicts: z.array(conflictSchema) });

const BASE = '/api/v1';
export const INCIDENTS_PATH = `${BASE}/incidents`;
export const QUARANTINE_PATH = `${BASE}/quarantine`;
export const CONFLICTS_PATH = `${BASE}/conflicts`;

/** The text of a set-aside entry; the server puts on record who reads it. */
export const setAsideTextSchema = z.object({ text: z.string() });

type SetAsidePlace = Pick<SetAside, 'origin' | 'epoch' | 'seq'>;
const setAsidePath = ({ origin, epoch, seq }: SetAsidePlace) =>
  `${QUARANTINE_PATH}/${encodeURIComponent(origin)}/${epoch}/${seq}`;

export const openSetAside = (place: SetAsidePlace) => request('GET', setAsidePath(place), setAsideTextSchema);
export const repairSetAside = (
  place: SetAsidePlace,
  correction: { kind?: string; body?: Readonly<Record<string, unknown>>; note: string },
) => request('POST', `${setAsidePath(place)}/repair`, nothing, correction);
export const dismissSetAside = (place: SetAsidePlace, note: string) =>
  request('POST', `${setAsidePath(place)}/dismiss`, nothing, { note });
