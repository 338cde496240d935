import * as z from 'zod/mini';
import { type DeviceClass, FAULTS, type FaultId } from '../faults/registry.ts';

/** Services of the device service and what they serve. `IdReader` is our own: XFS4IoT has no class for it. */
export const SERVICES = {
  IdReader: 'id-reader',
  CardReader: 'card-reader',
  CardPrinter: 'card-printer',
  ReceiptPrinter: 'receipt-printer',
} as const satisfies Record<string, Exclude<DeviceClass, 'device-service'>>;

export type ServiceName = keyof typeof SERVICES;
/** A class of device that has a service of its own. */
export type ServedDevice = (typeof SERVICES)[ServiceName];

export const SERVICE_NAMES = Object.keys(SERVICES) as readonly ServiceName[];

export const deviceStateSchema = z.enum([
  'online',
  'offline',
  'powerOff',
  'noDevice',
  'hardwareError',
  'userError',
  'deviceBusy',
  'fraudAttempt',
  'potentialFraud',
  'starting',
]);
export type DeviceState = z.infer<typeof deviceStateSchema>;

const common = z.object({ device: deviceStateSchema });
/** `entering`: at the slot, within the citizen's reach. */
const media = z.enum(['present', 'notPresent', 'jammed', 'unknown', 'entering']);

/** Payload of `Common.Status` and, with all members, of `Common.StatusChangedEvent`. */
export const statusSchema = z.object({
  common,
  idReader: z.optional(z.object({ media: z.enum(['present', 'notPresent', 'unknown']) })),
  cardReader: z.optional(z.object({ media })),
  printer: z.optional(
    z.object({
      media,
      paper: z.optional(z.object({ upper: z.enum(['full', 'low', 'out', 'jammed', 'unknown']) })),
    }),
  ),
  storage: z.optional(z.object({ unitBIN1: z.enum(['ok', 'high', 'full', 'unknown']) })),
});
export type Status = z.infer<typeof statusSchema>;

/** Payload of `Common.Capabilities`, as far as it is used. `simulated` is our own member. */
export const capabilitiesSchema = z.object({
  common: z.object({
    serviceVersion: z.optional(z.string()),
    deviceInformation: z.optional(z.array(z.object({ modelName: z.optional(z.string()) }))),
    simulated: z.optional(z.boolean()),
  }),
  interfaces: z.optional(z.array(z.object({ name: z.string(), commands: z.array(z.string()) }))),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** Whether the device answers, so that the rest of its status is known. */
export function isOnline(status: Status): boolean {
  return !['offline', 'powerOff', 'noDevice'].includes(status.common.device);
}

/** `powerOff` and a device that is starting are told apart by an engineer, not by the registry. */
const SAME_AS: Readonly<Partial<Record<DeviceState, DeviceState>>> = {
  powerOff: 'offline',
  fraudAttempt: 'hardwareError',
};

/** Faults of the registry that a status shows. */
export function faultsOf(device: ServedDevice, status: Status): readonly FaultId[] {
  const state = status.common.device;
  const shown: Readonly<Record<string, string | undefined>> = {
    'common.device': SAME_AS[state] ?? state,
    'cardReader.media': status.cardReader?.media,
    'printer.media': status.printer?.media,
    'printer.paper.upper': status.printer?.paper?.upper,
    'storage.unitBIN1': status.storage?.unitBIN1,
  };
  return FAULTS.filter((fault) => fault.device === device && shown[fault.xfs.status] === fault.xfs.is).map(
    (fault) => fault.id,
  );
}
