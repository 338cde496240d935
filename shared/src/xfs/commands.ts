import * as z from 'zod/mini';
import { idCardSchema } from '../identity/id-card.ts';
import { permitCardSchema } from '../identity/permit-card.ts';
import { capabilitiesSchema, type ServiceName, statusSchema } from './status.ts';

const nothing = z.object({});
const text = z.string().check(z.maxLength(200));
/** A form's fields: each name with its values, one for each line or endorsement. */
const fields = z.record(z.string(), z.array(text).check(z.maxLength(200)));

/** Where `CardReader.Reset` puts the card. `unitBIN1` is the retain bin. */
const destination = z.enum(['exit', 'unitBIN1', 'currentPosition']);

/**
 * Commands of the subset with the payloads of command and completion. `exclusive` ones move or read something:
 * one of them at a time on a device, a second one ends in `sequenceError`.
 */
export const COMMANDS = {
  'ServicePublisher.GetServices': {
    of: [] as readonly ServiceName[],
    exclusive: false,
    payload: nothing,
    completion: z.object({
      vendorName: z.optional(z.string()),
      services: z.array(z.object({ serviceURI: z.string() })),
    }),
  },
  'Common.Status': { of: 'all', exclusive: false, payload: nothing, completion: statusSchema },
  'Common.Capabilities': { of: 'all', exclusive: false, payload: nothing, completion: capabilitiesSchema },
  'Common.Cancel': {
    of: 'all',
    exclusive: false,
    payload: z.object({
      requestIds: z.optional(z.array(z.int().check(z.positive())).check(z.maxLength(100))),
    }),
    completion: nothing,
  },
  /** Our own: forgets whatever the service and its device still hold of a citizen. */
  'Common.ClearBuffers': { of: 'all', exclusive: false, payload: nothing, completion: nothing },
  /** Our own: waits for an ID card on the plate and reads it. */
  'IdReader.Read': {
    of: ['IdReader'],
    exclusive: true,
    payload: nothing,
    completion: z.object({ card: idCardSchema }),
  },
  'IdReader.Reset': { of: ['IdReader'], exclusive: true, payload: nothing, completion: nothing },
  'CardReader.ReadRawData': {
    of: ['CardReader'],
    exclusive: true,
    payload: z.object({ chip: z.literal(true) }),
    /** `permit` is our own: the chip's data groups, already understood, beside the printed line. */
    completion: z.object({ permit: permitCardSchema, mrz: z.string() }),
  },
  /** `transport`: back into the machine, from the exit. `unitBIN1`: the retain bin. */
  'CardReader.Move': {
    of: ['CardReader'],
    exclusive: true,
    payload: z.object({ to: z.enum(['exit', 'transport', 'unitBIN1']) }),
    completion: nothing,
  },
  'CardReader.Reset': {
    of: ['CardReader'],
    exclusive: true,
    payload: z.object({ to: z.optional(destination) }),
    completion: nothing,
  },
  'Printer.PrintForm': {
    of: ['CardPrinter', 'ReceiptPrinter'],
    exclusive: true,
    payload: z.object({ formName: z.enum(['endorsements', 'receipt']), fields }),
    completion: nothing,
  },
  'Printer.ReadForm': {
    of: ['CardPrinter'],
    exclusive: true,
    payload: z.object({ formName: z.literal('endorsements') }),
    completion: z.object({ fields }),
  },
  'Printer.ControlMedia': {
    of: ['CardPrinter', 'ReceiptPrinter'],
    exclusive: true,
    payload: z.object({
      mediaControl: z.object({ eject: z.optional(z.boolean()), cut: z.optional(z.boolean()) }),
    }),
    completion: nothing,
  },
  'Printer.Reset': {
    of: ['CardPrinter', 'ReceiptPrinter'],
    exclusive: true,
    payload: nothing,
    completion: nothing,
  },
} as const satisfies Record<
  string,
  {
    of: 'all' | readonly ServiceName[];
    exclusive: boolean;
    payload: z.ZodMiniType;
    completion: z.ZodMiniType;
  }
>;

export type CommandName = keyof typeof COMMANDS;
export type CommandPayload<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['payload']>;
export type CompletionPayload<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['completion']>;
export type FormFields = z.infer<typeof fields>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Whether a service knows a command. */
export function serves(service: ServiceName, command: CommandName): boolean {
  const of: 'all' | readonly ServiceName[] = COMMANDS[command].of;
  return of === 'all' || of.includes(service);
}

/** `payload.errorCode` of a completion with `commandErrorCode`. */
export const errorCodeSchema = z.enum([
  'mediaJam',
  'mediaJammed',
  'noMedia',
  'noMediaPresent',
  'invalidMedia',
  'mediaRetained',
  'retainBinFull',
  'paperOut',
  'paperJammed',
  'fieldInvalid',
  'readFailed',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;
