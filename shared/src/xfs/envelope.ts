import * as z from 'zod/mini';
import { err, ok, type Result } from '../result.ts';

/**
 * The envelope of XFS4IoT: `{ "header": {…}, "payload": {…} }`. A command is acknowledged, may send events, and
 * ends in one completion; unsolicited events belong to no command. README.md lists what of it is used.
 */
export const XFS_VERSION = '2.0';

/** Longest frame that either end takes, bytes. The largest message of the subset is a receipt (about 20 KB). */
export const MAX_FRAME_BYTES = 64 * 1024;

export const completionCodeSchema = z.enum([
  'success',
  'commandErrorCode',
  'canceled',
  'deviceNotReady',
  'hardwareError',
  'internalError',
  'invalidCommand',
  'invalidRequestID',
  'timeOut',
  'unsupportedCommand',
  'invalidData',
  'userError',
  'unsupportedData',
  'fraudAttempt',
  'sequenceError',
]);
export type CompletionCode = z.infer<typeof completionCodeSchema>;

/** Why a command was refused in its acknowledgement; then no completion follows. */
export const refusalSchema = z.enum(['invalidMessage', 'invalidRequestID', 'tooManyRequests']);
export type Refusal = z.infer<typeof refusalSchema>;

const name = z.string().check(z.regex(/^[A-Za-z]{1,40}\.[A-Za-z]{1,60}$/));
const requestId = z.int().check(z.positive());
const version = z.string().check(z.regex(/^\d{1,3}\.\d{1,3}$/));
const payload = z.optional(z.record(z.string(), z.unknown()));

/** Longest command timeout, ms: one hour. 0 waits without end. */
const timeout = z.int().check(z.gte(0), z.lte(3_600_000));

export const commandMessageSchema = z.object({
  header: z.object({
    name,
    type: z.literal('command'),
    requestId,
    version,
    timeout: z.optional(timeout),
  }),
  payload,
});
export type CommandMessage = z.infer<typeof commandMessageSchema>;

/** Everything a service sends to a client. Unknown members are ignored, so a newer service can be talked to. */
export const serviceMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('acknowledge'), name, requestId, version, status: z.optional(refusalSchema) }),
  z.object({ type: z.literal('event'), name, requestId, version }),
  z.object({
    type: z.literal('completion'),
    name,
    requestId,
    version,
    completionCode: completionCodeSchema,
    errorDescription: z.optional(z.string()),
  }),
  z.object({ type: z.literal('unsolicited'), name, version }),
]);
export type ServiceHeader = z.infer<typeof serviceMessageSchema>;

export interface ServiceMessage {
  readonly header: ServiceHeader;
  readonly payload: Readonly<Record<string, unknown>>;
}

const envelopeSchema = z.object({ header: z.record(z.string(), z.unknown()), payload });

export interface NotACommand {
  /** Request id and name as far as they could be read, for the acknowledgement; 0 and a stand-in otherwise. */
  readonly requestId: number;
  readonly name: string;
}

const UNREADABLE: NotACommand = { requestId: 0, name: 'Common.Unknown' };

/** Reads a frame that a client sent. */
export function parseCommand(text: string): Result<CommandMessage, NotACommand> {
  const json = parseJson(text);
  const message = commandMessageSchema.safeParse(json);
  if (message.success) return ok(message.data);
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return err(UNREADABLE);
  const readId = requestId.safeParse(envelope.data.header['requestId']);
  const readName = name.safeParse(envelope.data.header['name']);
  return err({
    requestId: readId.success ? readId.data : UNREADABLE.requestId,
    name: readName.success ? readName.data : UNREADABLE.name,
  });
}

/** Reads a frame that a service sent; null where it is none. */
export function parseServiceMessage(text: string): ServiceMessage | null {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) return null;
  const header = serviceMessageSchema.safeParse(envelope.data.header);
  return header.success ? { header: header.data, payload: envelope.data.payload ?? {} } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A frame as text. `header.version` is put in here. */
export function frame(
  header: { readonly name: string; readonly type: string } & Readonly<Record<string, unknown>>,
  body: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ header: { ...header, version: XFS_VERSION }, payload: body });
}
