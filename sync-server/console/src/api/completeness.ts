import * as z from 'zod/mini';

/** How complete the figures of a period are. */
export const completenessSchema = z.object({
  complete: z.boolean(),
  kiosks: z.number(),
  kiosksComplete: z.number(),
  lacking: z.number(),
  oldestLackingAt: z.nullable(z.number()),
  silent: z.number(),
  silentSince: z.nullable(z.number()),
  setAside: z.number(),
  days: z.object({ equal: z.number(), short: z.number(), more: z.number(), uncounted: z.number() }),
});
export type Completeness = z.infer<typeof completenessSchema>;

export const completenessDetailSchema = z.object({
  summary: completenessSchema,
  kiosks: z.array(
    z.object({
      kiosk: z.string(),
      station: z.string(),
      enrolledAt: z.number(),
      revokedAt: z.nullable(z.number()),
      lastContactAt: z.nullable(z.number()),
      silentSince: z.nullable(z.number()),
      lacking: z.array(
        z.object({
          epoch: z.number(),
          /** False: of an earlier enrolment. */
          current: z.boolean(),
          from: z.number(),
          to: z.number(),
          count: z.number(),
          notBefore: z.number(),
          notAfter: z.number(),
        }),
      ),
      setAside: z.number(),
    }),
  ),
  days: z.array(
    z.object({
      kiosk: z.string(),
      epoch: z.number(),
      day: z.string(),
      entries: z.number(),
      applications: z.number(),
      toldEntries: z.nullable(z.number()),
      toldApplications: z.nullable(z.number()),
      state: z.enum(['equal', 'short', 'more', 'uncounted']),
    }),
  ),
});
export type CompletenessDetail = z.infer<typeof completenessDetailSchema>;
export type KioskGaps = CompletenessDetail['kiosks'][number];
export type KioskDay = CompletenessDetail['days'][number];

export const completenessPath = ({ from, to }: { readonly from: string; readonly to: string }) =>
  `/api/v1/completeness?${new URLSearchParams({ from, to })}`;
