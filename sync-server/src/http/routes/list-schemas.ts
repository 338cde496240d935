import * as z from 'zod';

export const applicationSchema = z.object({
  id: z.string(),
  kiosk: z.string(),
  station: z.string(),
  item: z.string(),
  mode: z.string().describe('attended, or intake: taken in offline'),
  epoch: z.number(),
  seq: z.number().describe('Place in the journal of the kiosk'),
  submittedAt: z.number(),
  submittedDay: z.string(),
  receivedAt: z.number(),
  acceptance: z.string().describe('undetermined, accepted or not-accepted'),
  acceptanceReason: z.string().nullable(),
  decision: z.string().describe('none, approved or refused'),
  decidedAt: z.number().nullable(),
  decidedDay: z.string().nullable(),
  decisionReason: z.string().nullable(),
  payment: z.string().describe('none, open, settled, declined or refunded'),
  production: z.string().describe('none, writing, written or failed'),
  feeFen: z.number(),
});

export const sessionSchema = z.object({
  id: z.string(),
  kiosk: z.string(),
  station: z.string(),
  startedAt: z.number(),
  startedDay: z.string(),
  endedAt: z.number().nullable(),
  outcome: z.string().nullable(),
  durationMs: z.number().nullable(),
  lastStep: z.string().nullable(),
  rating: z.number().nullable(),
});

export const faultSchema = z.object({
  id: z.string().describe('Occurrence id'),
  kiosk: z.string(),
  station: z.string(),
  fault: z.string().describe('Id in the fault registry'),
  device: z.string(),
  faultClass: z.string(),
  begunAt: z.number(),
  begunDay: z.string(),
  clearedAt: z.number().nullable(),
});
