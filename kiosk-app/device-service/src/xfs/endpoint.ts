import { isDeepStrictEqual } from 'node:util';
import { type Fault, faultById } from '@haizhu/shared/faults/registry';
import { COMMANDS, isCommandName, serves } from '@haizhu/shared/xfs/commands';
import type { CommandMessage } from '@haizhu/shared/xfs/envelope';
import { XFS_VERSION } from '@haizhu/shared/xfs/envelope';
import type { ErrorEvent, EventName } from '@haizhu/shared/xfs/events';
import { type Capabilities, faultsOf, SERVICES, type Status } from '@haizhu/shared/xfs/status';
import { type CommandContext, type Device, type DeviceCommand, type Outcome, SUCCESS } from '../device.ts';
import type { Timers } from '../timers.ts';
import { type ClientSocket, Connection } from './connection.ts';

/** One device as a service that any number of clients may talk to; one command that moves something at a time. */
export class Endpoint {
  readonly device: Device;
  readonly #connections = new Set<Connection>();
  readonly #onMistake: (error: unknown) => void;
  readonly #timers: Timers | undefined;
  readonly #stopWatching: () => void;
  #busy = false;
  #told: Status;

  constructor(device: Device, onMistake: (error: unknown) => void, timers?: Timers) {
    this.device = device;
    this.#timers = timers;
    this.#onMistake = onMistake;
    this.#told = device.status();
    this.#stopWatching = device.onChange(() => this.#tellChange());
  }

  accept(socket: ClientSocket): void {
    const connection: Connection = new Connection(
      socket,
      (command, context) => this.#run(command, context, connection),
      this.#onMistake,
      this.#timers,
    );
    this.#connections.add(connection);
    socket.on('close', () => this.#connections.delete(connection));
  }

  async close(): Promise<void> {
    this.#stopWatching();
    for (const connection of this.#connections) connection.cancel(undefined);
    await this.device.close();
  }

  async #run(message: CommandMessage, context: CommandContext, from: Connection): Promise<Outcome> {
    const { name } = message.header;
    if (!isCommandName(name)) return { code: 'invalidCommand' };
    if (!serves(this.device.service, name)) return { code: 'unsupportedCommand' };
    const payload = COMMANDS[name].payload.safeParse(message.payload ?? {});
    if (!payload.success) return { code: 'invalidData', description: 'payload does not fit the command' };
    switch (name) {
      case 'Common.Status':
        return { code: 'success', payload: this.device.status() };
      case 'Common.Capabilities':
        return { code: 'success', payload: this.#capabilities() };
      case 'Common.Cancel':
        from.cancel(COMMANDS['Common.Cancel'].payload.parse(payload.data).requestIds);
        return SUCCESS;
      case 'Common.ClearBuffers':
        await this.device.clearBuffers();
        return SUCCESS;
      case 'ServicePublisher.GetServices':
        return { code: 'unsupportedCommand' };
      default:
        // Name and payload were checked against each other one line above; the compiler cannot follow that.
        return this.#exclusively({ name, payload: payload.data } as DeviceCommand, context);
    }
  }

  async #exclusively(command: DeviceCommand, context: CommandContext): Promise<Outcome> {
    if (this.#busy)
      return { code: 'sequenceError', description: 'another command is under way on this device' };
    this.#busy = true;
    try {
      return await this.device.execute(command, context);
    } finally {
      this.#busy = false;
      // The completion that follows must find the new status already told.
      this.#tellChange();
    }
  }

  #capabilities(): Capabilities {
    const commands = Object.keys(COMMANDS).filter((c) => isCommandName(c) && serves(this.device.service, c));
    return {
      common: {
        serviceVersion: XFS_VERSION,
        deviceInformation: [{ modelName: this.device.model }],
        simulated: this.device.simulated,
      },
      interfaces: [{ name: this.device.service, commands }],
    };
  }

  #tellChange(): void {
    const status = this.device.status();
    const before = this.#told;
    if (isDeepStrictEqual(status, before)) return;
    this.#told = status;
    this.#tell('Common.StatusChangedEvent', status);
    this.#tellFaults(before, status);
    if (before.cardReader?.media === 'entering' && status.cardReader?.media === 'notPresent') {
      this.#tell('CardReader.MediaRemovedEvent', {});
    }
    const paper = status.printer?.paper?.upper;
    if (paper !== before.printer?.paper?.upper && paper !== undefined && paper !== 'unknown') {
      this.#tell('Printer.PaperThresholdEvent', { paperSource: 'upper', threshold: paper });
    }
  }

  #tellFaults(before: Status, now: Status): void {
    const device = SERVICES[this.device.service];
    const had = faultsOf(device, before);
    for (const id of faultsOf(device, now)) {
      const fault = had.includes(id) ? undefined : faultById(id);
      if (fault !== undefined) this.#tell('Common.ErrorEvent', { ...errorEventOf(fault) });
    }
  }

  #tell(name: EventName, payload: Readonly<Record<string, unknown>>): void {
    for (const connection of this.#connections) connection.unsolicited(name, payload);
  }
}

/** `Common.ErrorEvent` of a fault: who must act, in the words of XFS4IoT. */
function errorEventOf(fault: Fault): ErrorEvent {
  const actions = {
    code: 'reset',
    citizen: 'clear',
    'station-staff': 'clear',
    engineer: fault.xfs.is === 'noDevice' ? 'configuration' : 'maintenance',
  } as const;
  const eventId = fault.class === 'soft' ? 'software' : fault.class === 'hard' ? 'hardware' : 'user';
  return { eventId, action: actions[fault.actor], vendorDescription: fault.id };
}
