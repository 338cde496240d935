import * as z from 'zod/mini';

const id = <B extends string>(brand: B, pattern: RegExp) => {
  void brand;
  return z.string().check(z.regex(pattern)).brand<B>();
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Short names given by staff or made by the server: readable in a report and safe in a path or a label. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

export const kioskIdSchema = id('KioskId', NAME);
export const stationIdSchema = id('StationId', NAME);
export const applicationIdSchema = id('ApplicationId', UUID);
export const sessionIdSchema = id('SessionId', UUID);
export const occurrenceIdSchema = id('OccurrenceId', UUID);
export const orderIdSchema = id('OrderId', NAME);

/** One machine. */
export type KioskId = z.infer<typeof kioskIdSchema>;
/** One place where machines stand. */
export type StationId = z.infer<typeof stationIdSchema>;
/** One permit item asked for by one person: the unit that is counted (份). */
export type ApplicationId = z.infer<typeof applicationIdSchema>;
/** One citizen's visit, from first touch to wipe. */
export type SessionId = z.infer<typeof sessionIdSchema>;
/** One fault from its beginning to its end. */
export type OccurrenceId = z.infer<typeof occurrenceIdSchema>;
/** One payment order at the payment provider. */
export type OrderId = z.infer<typeof orderIdSchema>;

/** Counts enrolments of one kiosk: 1, 2, 3… A wiped kiosk comes back with the next one (S9). */
export const epochSchema = z.int().check(z.positive(), z.lt(1_000_000));
/** Place of an entry in its kiosk's journal: 1, 2, 3… per (kiosk, epoch), without gaps (S2). */
export const seqSchema = z.int().check(z.positive());
/** Milliseconds since 1970 UTC. */
export const instantSchema = z.int().check(z.gte(0), z.lte(8_640_000_000_000_000));
/** Lower-case hex SHA-256. */
export const digestSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** A day in Beijing as YYYY-MM-DD. */
export const daySchema = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
