import { type ReceiptField, receiptOf } from '@haizhu/shared/xfs/forms';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import { simulatedDevice } from './simulated-device.ts';
import { STEP_MS } from './unit.ts';
import type { SimulatedWorld } from './world.ts';

/** Simulated receipt printer. What it printed lies in the panel's tray. */
export function createSimulatedReceiptPrinter(world: SimulatedWorld): Device & { held(): string } {
  const unit = world.units['receipt-printer'];
  let job: readonly ReceiptField[] | null = null;

  const device = simulatedDevice({
    service: 'ReceiptPrinter',
    unit,
    status: () => ({
      printer: {
        media: world.jams['receipt-printer'] === 'jammed' ? 'jammed' : 'notPresent',
        paper: { upper: world.paper },
      },
    }),
    unknown: { printer: { media: 'unknown', paper: { upper: 'unknown' } } },
    async run(command) {
      switch (command.name) {
        case 'Printer.PrintForm': {
          const lines = command.payload.formName === 'receipt' ? receiptOf(command.payload.fields) : null;
          if (lines === null) return commandError('fieldInvalid');
          const before = obstacle(world);
          if (before !== null) return before;
          job = lines;
          await unit.step(STEP_MS.receipt);
          // It may have come while it printed; then the slip is not whole.
          const meanwhile = obstacle(world);
          if (meanwhile !== null) return meanwhile;
          world.printSlip(lines);
          job = null;
          return SUCCESS;
        }
        case 'Printer.ControlMedia':
        case 'Printer.Reset':
          job = null;
          return SUCCESS;
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    clearBuffers: () => {
      job = null;
    },
  });
  return { ...device, held: () => (job === null ? '' : JSON.stringify(job)) };
}

function obstacle(world: SimulatedWorld): Outcome | null {
  if (world.jams['receipt-printer'] === 'jammed') return commandError('paperJammed');
  return world.paper === 'out' ? commandError('paperOut') : null;
}
