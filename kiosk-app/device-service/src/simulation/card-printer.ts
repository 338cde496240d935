import { type EndorsementField, endorsementFields, endorsementsOf } from '@haizhu/shared/xfs/forms';
import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import { simulatedDevice } from './simulated-device.ts';
import { STEP_MS } from './unit.ts';
import type { SimulatedWorld } from './world.ts';

/**
 * Simulated printer for rewritable cards: takes the card from the reader's transport, erases and prints its back,
 * and can read it again with its camera. The print stays on the card.
 */
export function createSimulatedCardPrinter(world: SimulatedWorld): Device & { held(): string } {
  const unit = world.units['card-printer'];
  let job: readonly EndorsementField[] | null = null;

  /** The card goes in, something is done with it, the card goes back. Once in, nothing but a fault stops it. */
  async function withCard(act: () => Promise<Outcome>): Promise<Outcome> {
    // It may still be in here, when the cable came out during the last command.
    if (world.permit?.position !== 'printer') {
      if (world.permit?.position !== 'transport') return commandError('noMediaPresent');
      world.movePermit('printer');
      await unit.step(STEP_MS.move);
    }
    const outcome = await act();
    if (outcome.code === 'success') world.movePermit('transport');
    return outcome;
  }

  const device = simulatedDevice({
    service: 'CardPrinter',
    unit,
    status: () => ({
      printer: {
        media:
          world.jams['card-printer'] === 'jammed'
            ? 'jammed'
            : world.permit?.position === 'printer'
              ? 'present'
              : 'notPresent',
      },
    }),
    unknown: { printer: { media: 'unknown' } },
    async run(command) {
      if (world.jams['card-printer'] === 'jammed') return commandError('mediaJammed');
      switch (command.name) {
        case 'Printer.PrintForm': {
          const { formName, fields } = command.payload;
          const endorsements = formName === 'endorsements' ? endorsementsOf(fields) : null;
          if (endorsements === null) return commandError('fieldInvalid');
          job = endorsements;
          return withCard(async () => {
            // First the old print is erased: a card that stops here is blank.
            if (world.permit !== null) world.printBack(world.permit.person, []);
            await unit.step(STEP_MS.print);
            if (world.jamsAt('card-printer', 'printing')) return commandError('mediaJammed');
            if (world.permit !== null) world.printBack(world.permit.person, endorsements);
            return SUCCESS;
          });
        }
        case 'Printer.ReadForm':
          return withCard(async () => {
            await unit.step(STEP_MS.verify);
            if (world.jamsAt('card-printer', 'printing')) return commandError('mediaJammed');
            const printed = world.permit === null ? [] : world.backOf(world.permit.person);
            const seen = world.verifyMismatch ? smudged(printed) : printed;
            return { code: 'success', payload: { fields: endorsementFields(seen) } };
          });
        case 'Printer.ControlMedia':
        case 'Printer.Reset':
          job = null;
          if (world.permit?.position === 'printer') world.movePermit('transport');
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

/** What the camera makes of a bad print: the last sign of each number is another one. */
function smudged(printed: readonly EndorsementField[]): readonly EndorsementField[] {
  return printed.map((endorsement) => {
    const last = endorsement.number.endsWith('8') ? '3' : '8';
    return { ...endorsement, number: endorsement.number.slice(0, -1) + last };
  });
}
