import * as z from 'zod';

const openFaultSchema = z.object({
  id: z.string().describe('Occurrence id'),
  fault: z.string().describe('Id in the fault registry'),
  device: z.string(),
  begunAt: z.number(),
});

/** A kiosk as the API tells it. */
export const kioskSchema = z.object({
  id: z.string(),
  station: z.object({ id: z.string(), zh: z.string(), en: z.string() }),
  model: z.string(),
  installedOn: z.string(),
  demo: z.boolean(),
  state: z
    .enum(['in-service', 'degraded', 'out-of-service', 'unknown'])
    .describe('unknown: silent for longer than silenceMs, or never heard'),
  connected: z.boolean(),
  lastContactAt: z.number().nullable(),
  epoch: z.number().describe('0: never enrolled'),
  software: z.string().nullable(),
  screen: z.string().nullable(),
  queued: z.number().describe('Entries not acknowledged, as the kiosk last told'),
  oldestAt: z.number().nullable().describe('Instant of the oldest of them'),
  lacking: z.number().describe('Entries that the kiosk told of and the ledger does not hold'),
  clockErrorMs: z.number().nullable().describe('Kiosk clock minus server clock'),
  openFaults: z.array(openFaultSchema),
  storage: z
    .object({
      usedBytes: z.number(),
      quotaBytes: z.number(),
      persisted: z.boolean(),
      spared: z.boolean().nullable(),
    })
    .nullable(),
  work: z
    .object({
      level: z.enum(['ok', 'warn', 'stop']).describe('stop: it takes no new work'),
      reasons: z.array(
        z.object({
          limit: z.enum(['queued', 'oldestMs', 'storageShare', 'clockErrorMs']),
          level: z.enum(['warn', 'stop']),
          value: z.number(),
          bound: z.number(),
        }),
      ),
      refused: z.boolean().describe('The disk of the kiosk did not take an entry'),
    })
    .describe('Work limits that are passed'),
  revokedAt: z.number().nullable(),
});

export const conflictSchema = z.object({
  id: z.number(),
  origin: z.string(),
  epoch: z.number(),
  seq: z.number(),
  conflict: z.string().describe('digest: other content for a place already taken. chain: a broken chain'),
  keptDigest: z.string(),
  offeredDigest: z.string(),
  at: z.number(),
});

export const kioskDetailSchema = z.object({
  kiosk: kioskSchema,
  faults: z.array(
    z.object({
      id: z.string(),
      fault: z.string(),
      device: z.string(),
      begunAt: z.number(),
      clearedAt: z.number().nullable(),
    }),
  ),
  epochs: z.array(
    z.object({
      epoch: z.number(),
      keyThumbprint: z.string(),
      enrolledAt: z.number(),
      through: z.number().describe('Entries 1…through are in the ledger'),
      toldHead: z.number().describe('Highest entry that the kiosk told of'),
    }),
  ),
  conflicts: z.array(conflictSchema),
});
