import type { IdCard } from '@haizhu/shared/identity/id-card';
import { decodeIdCardBlock, encodeIdCardBlock } from '@haizhu/shared/identity/id-card-block';
import { commandError, type Device, SUCCESS } from '../device.ts';
import { simulatedDevice } from './simulated-device.ts';
import { STEP_MS } from './unit.ts';
import type { SimulatedWorld } from './world.ts';

/** Simulated ID-card reader: finds the card on the plate, reads its text block as a SAM module gives it. */
export function createSimulatedIdReader(world: SimulatedWorld): Device & { held(): string } {
  const unit = world.units['id-reader'];
  /** The module's memory: the block stays in it until it is cleared. */
  let block: Uint8Array | null = null;
  /** Many modules find a card again only after it was lifted. */
  let readAlready: IdCard | null = null;
  const stopWatching = unit.onChange(() => {
    if (world.plate?.idCard !== readAlready) readAlready = null;
  });

  const device = simulatedDevice({
    service: 'IdReader',
    unit,
    status: () => ({ idReader: { media: world.plate === null ? 'notPresent' : 'present' } }),
    unknown: { idReader: { media: 'unknown' } },
    async run(command, { signal, event }) {
      if (command.name === 'IdReader.Reset') {
        block = null;
        readAlready = null;
        return SUCCESS;
      }
      if (command.name !== 'IdReader.Read') return { code: 'unsupportedCommand' };
      event('IdReader.PresentCardEvent');
      await unit.until(() => world.plate !== null && world.plate.idCard !== readAlready, signal);
      const found = world.plate;
      await unit.step(STEP_MS.read, signal);
      // Lifted too early, or a card that does not answer.
      if (found === null || world.plate !== found || world.unreadable.idCard)
        return commandError('readFailed');
      block = encodeIdCardBlock(found.idCard);
      readAlready = found.idCard;
      const card = decodeIdCardBlock(block);
      return card.ok ? { code: 'success', payload: { card: card.value } } : commandError('readFailed');
    },
    clearBuffers: () => {
      block = null;
    },
  });
  return {
    ...device,
    held: () => (block === null ? '' : new TextDecoder('utf-16le').decode(block)),
    close: async () => {
      stopWatching();
      await device.close();
    },
  };
}
