import { receiptOf } from '@haizhu/shared/xfs/forms';
import type { DeviceState, Status } from '@haizhu/shared/xfs/status';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import type { ByteLink } from './byte-link.ts';
import {
  conditionOf,
  encodeReceipt,
  isPaperByte,
  isStatusByte,
  PRINTED_REQUEST,
  type PrinterCondition,
  statusRequest,
} from './escpos-codec.ts';
import { KeptLink } from './kept-link.ts';
import { RequestLine } from './request-line.ts';

export interface EscposTimes {
  /** Between two looks after the printer's health, ms. */
  readonly healthMs: number;
  /** How long a status byte may take, ms. */
  readonly answerMs: number;
  /** How long a slip may take to be printed, ms. */
  readonly printMs: number;
}

const TIMES: EscposTimes = { healthMs: 5000, answerMs: 1500, printMs: 15_000 };

interface Session {
  condition(): Promise<PrinterCondition>;
  /** Sends print data and waits until it is printed. */
  print(bytes: Uint8Array): Promise<void>;
}

/** Receipt printer that speaks ESC/POS, over TCP or a character device. */
export function createEscposPrinter(open: () => Promise<ByteLink>, times: EscposTimes = TIMES): Device {
  let condition: PrinterCondition | null = null;
  const look = async (session: Session): Promise<DeviceState> => {
    const before = JSON.stringify(condition);
    condition = await session.condition();
    if (JSON.stringify(condition) !== before) link.changed();
    return stateOf(condition);
  };
  const link: KeptLink<Session> = new KeptLink({
    open,
    everyMs: times.healthMs,
    start: (bytes) => startSession(bytes, times),
    look,
  });

  async function print(session: Session, bytes: Uint8Array): Promise<Outcome> {
    await look(session);
    const before = obstacle(condition);
    if (before !== null) return before;
    try {
      await session.print(bytes);
    } finally {
      bytes.fill(0);
    }
    await look(session);
    // Low paper may have run out on this very slip.
    return obstacle(condition) ?? SUCCESS;
  }

  return {
    service: 'ReceiptPrinter',
    simulated: false,
    model: 'ESC/POS receipt printer',
    status: () => statusOf(link.state, condition),
    async execute(command) {
      switch (command.name) {
        case 'Printer.PrintForm': {
          const lines = command.payload.formName === 'receipt' ? receiptOf(command.payload.fields) : null;
          if (lines === null) return commandError('fieldInvalid');
          const outcome = await link.use((session) => print(session, encodeReceipt(lines)));
          return outcome ?? { code: 'deviceNotReady' };
        }
        case 'Printer.ControlMedia':
        case 'Printer.Reset':
          return SUCCESS;
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    // The bytes of a slip are overwritten as soon as they are out; the printer ends each slip with a reset.
    clearBuffers: async () => {},
    onChange: (listener) => link.onChange(listener),
    close: () => link.close(),
  };
}

function startSession(bytes: ByteLink, times: EscposTimes): Session {
  const line = new RequestLine(bytes);
  const status = (kind: 1 | 2 | 3 | 4) =>
    line.ask(statusRequest(kind), times.answerMs, (chunk) => chunk.find(isStatusByte) ?? null);
  return {
    async condition() {
      await status(1);
      const offline = await status(2);
      const error = await status(3);
      return conditionOf({ offline, error, paper: await status(4) });
    },
    async print(data) {
      const request = Uint8Array.from([...data, ...PRINTED_REQUEST]);
      try {
        await line.ask(request, times.printMs, (chunk) => chunk.find(isPaperByte) ?? null);
      } finally {
        request.fill(0);
      }
    },
  };
}

function obstacle(condition: PrinterCondition | null): Outcome | null {
  if (condition === null) return { code: 'deviceNotReady' };
  if (condition.paper === 'out') return commandError('paperOut');
  if (condition.jammed) return commandError('paperJammed');
  if (condition.coverOpen) return { code: 'userError' };
  return condition.failed ? { code: 'hardwareError' } : null;
}

function stateOf(condition: PrinterCondition): DeviceState {
  if (condition.failed) return 'hardwareError';
  return condition.coverOpen ? 'userError' : 'online';
}

function statusOf(device: DeviceState, condition: PrinterCondition | null): Status {
  const isKnown = device !== 'offline' && device !== 'starting' && condition !== null;
  if (!isKnown) return { common: { device }, printer: { media: 'unknown', paper: { upper: 'unknown' } } };
  const media = condition.jammed ? 'jammed' : 'notPresent';
  return { common: { device }, printer: { media, paper: { upper: condition.paper } } };
}
