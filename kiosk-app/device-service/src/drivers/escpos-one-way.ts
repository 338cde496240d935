import { receiptOf } from '@haizhu/shared/xfs/forms';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import type { ByteLink } from './byte-link.ts';
import { CUT, INITIALIZE } from './escpos-codec.ts';
import { UNCONFIRMED } from './escpos-printer.ts';
import { encodeReceipt } from './escpos-receipt.ts';
import { KEPT_TIMES, KeptLink, type KeptTimes } from './kept-link.ts';
import { NoAnswer } from './request-line.ts';

export interface OneWayTimes extends KeptTimes {
  /** How long a printer may take to take a whole slip, ms. */
  readonly takeMs: number;
}

const TIMES: OneWayTimes = { ...KEPT_TIMES, takeMs: 15_000 };

/**
 * Receipt printer from which nothing comes back (`answers=no`). It is well as long as its line is open, and of a slip it
 * is known only that it was sent: the completion says `confirmed: false`.
 */
export function createOneWayPrinter(open: () => Promise<ByteLink>, times: OneWayTimes = TIMES): Device {
  const link = new KeptLink<(bytes: Uint8Array) => Promise<void>>({
    open,
    times,
    start: (line, talk) => async (bytes) => {
      let late: NodeJS.Timeout | undefined;
      const tooLate = new Promise<false>((resolve) => {
        late = setTimeout(() => resolve(false), times.takeMs);
      });
      const isOut = bytes.length === 0 || (await Promise.race([line.write(bytes), tooLate]));
      clearTimeout(late);
      if (!isOut) throw new NoAnswer('the printer does not take the slip');
      talk.answered();
    },
    async look(send) {
      await send(new Uint8Array());
      return 'online';
    },
  });

  async function send(bytes: Uint8Array, done: Outcome): Promise<Outcome> {
    const isOut = await link.use((out) => out(bytes).then(() => true));
    bytes.fill(0);
    return isOut === true ? done : { code: 'deviceNotReady' };
  }

  return {
    service: 'ReceiptPrinter',
    simulated: false,
    model: 'ESC/POS receipt printer without answers',
    status: () => ({
      common: { device: link.state },
      printer: { media: 'unknown', paper: { upper: 'unknown' } },
    }),
    async execute(command) {
      switch (command.name) {
        case 'Printer.PrintForm': {
          const lines = command.payload.formName === 'receipt' ? receiptOf(command.payload.fields) : null;
          return lines === null ? commandError('fieldInvalid') : send(encodeReceipt(lines), UNCONFIRMED);
        }
        case 'Printer.ControlMedia':
          return command.payload.mediaControl.cut === true ? send(Uint8Array.from(CUT), SUCCESS) : SUCCESS;
        case 'Printer.Reset':
          return send(Uint8Array.from(INITIALIZE), SUCCESS);
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    clearBuffers: async () => {},
    onChange: (listener) => link.onChange(listener),
    close: () => link.close(),
  };
}
