import * as z from 'zod/mini';

/**
 * Events of the subset. `event` ones belong to a command that is under way, `unsolicited` ones to the device.
 * `Common.StatusChangedEvent` carries the whole status, not only what changed.
 */
export const EVENT_NAMES = [
  'Common.StatusChangedEvent',
  'Common.ErrorEvent',
  'IdReader.PresentCardEvent',
  'CardReader.InsertCardEvent',
  'CardReader.MediaInsertedEvent',
  'CardReader.MediaRemovedEvent',
  'Printer.PaperThresholdEvent',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];

/**
 * `Common.ErrorEvent`. `action` says who must act: `reset` the code, `clear` staff at the station, `maintenance` an
 * engineer, `configuration` whoever set the machine up, `suspend` nobody yet.
 */
export const errorEventSchema = z.object({
  eventId: z.enum(['hardware', 'software', 'user', 'fraudAttempt']),
  action: z.enum(['reset', 'softwareError', 'configuration', 'clear', 'maintenance', 'suspend']),
  vendorDescription: z.optional(z.string()),
});
export type ErrorEvent = z.infer<typeof errorEventSchema>;
