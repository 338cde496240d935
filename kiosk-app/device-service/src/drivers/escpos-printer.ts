import { receiptOf } from '@haizhu/shared/xfs/forms';
import type { DeviceState, Status } from '@haizhu/shared/xfs/status';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import type { ByteLink } from './byte-link.ts';
import { CUT, type PrinterCondition } from './escpos-codec.ts';
import { encodeReceipt } from './escpos-receipt.ts';
import { ESCPOS_PATIENCE, type EscposPatience, EscposSession } from './escpos-session.ts';
import { KEPT_TIMES, KeptLink, type KeptTimes } from './kept-link.ts';

export interface EscposTimes extends KeptTimes {
  readonly patience: EscposPatience;
}

const TIMES: EscposTimes = { ...KEPT_TIMES, patience: ESCPOS_PATIENCE };

/** The slip may lie there, and may not: nobody knows. */
export const UNCONFIRMED: Outcome = { code: 'success', payload: { confirmed: false } };

/** Receipt printer that speaks ESC/POS and answers, over TCP, a serial line or a character device. */
export function createEscposPrinter(open: () => Promise<ByteLink>, times: EscposTimes = TIMES): Device {
  let condition: PrinterCondition | null = null;
  const look = async (session: EscposSession): Promise<DeviceState> => {
    const before = JSON.stringify(condition);
    condition = await session.condition();
    if (JSON.stringify(condition) !== before) link.changed();
    return stateOf(condition);
  };
  const link: KeptLink<EscposSession> = new KeptLink({
    open,
    times,
    start: (bytes, talk) => new EscposSession(bytes, talk, times.patience),
    look,
  });

  /** Prints a slip on one session, and makes the printer forget what it did not print of it. */
  async function printOn(session: EscposSession, data: Uint8Array, onBegun: () => void): Promise<Outcome> {
    const printed = await session.print({ data, isObstacle: (now) => obstacle(now) !== null, onBegun });
    if (printed !== 'printed') await session.recover();
    await link.check(session);
    if (printed === 'printed') return SUCCESS;
    return printed === 'unproven' ? UNCONFIRMED : (obstacle(printed) ?? UNCONFIRMED);
  }

  async function print(data: Uint8Array): Promise<Outcome> {
    let hasBegun = false;
    const onBegun = () => {
      hasBegun = true;
    };
    try {
      const outcome = await link.use((session) => printOn(session, data, onBegun));
      return outcome ?? (hasBegun ? UNCONFIRMED : { code: 'deviceNotReady' });
    } finally {
      data.fill(0);
    }
  }

  /** Clears the printer, or cuts; its condition then says how that went. */
  async function run(work: (session: EscposSession) => Promise<boolean>): Promise<Outcome> {
    const outcome = await link.use(async (session) => {
      const isDone = await work(session);
      await link.check(session);
      return obstacle(condition) ?? (isDone ? SUCCESS : { code: 'deviceNotReady' as const });
    });
    return outcome ?? { code: 'deviceNotReady' };
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
          return lines === null ? commandError('fieldInvalid') : print(encodeReceipt(lines));
        }
        case 'Printer.ControlMedia':
          return command.payload.mediaControl.cut === true ? run((session) => session.run(CUT)) : SUCCESS;
        case 'Printer.Reset':
          return run(async (session) => {
            await session.recover();
            return true;
          });
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    // The bytes of a slip are overwritten as soon as they are out, and what was not printed is discarded at once.
    clearBuffers: async () => {},
    onChange: (listener) => link.onChange(listener),
    close: () => link.close(),
  };
}

function obstacle(condition: PrinterCondition | null): Outcome | null {
  if (condition === null) return { code: 'deviceNotReady' };
  if (condition.paper === 'out') return commandError('paperOut');
  if (condition.jammed) return commandError('paperJammed');
  if (condition.coverOpen) return { code: 'userError' };
  if (condition.failed || condition.hot) return { code: 'hardwareError' };
  return condition.offline ? { code: 'deviceNotReady' } : null;
}

function stateOf(condition: PrinterCondition): DeviceState {
  if (condition.failed || condition.hot) return 'hardwareError';
  if (condition.coverOpen) return 'userError';
  return condition.offline ? 'offline' : 'online';
}

function statusOf(device: DeviceState, condition: PrinterCondition | null): Status {
  const isKnown = device !== 'offline' && device !== 'starting' && condition !== null;
  if (!isKnown) return { common: { device }, printer: { media: 'unknown', paper: { upper: 'unknown' } } };
  const media = condition.jammed ? 'jammed' : 'notPresent';
  return { common: { device }, printer: { media, paper: { upper: condition.paper } } };
}
