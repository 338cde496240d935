import { commandError, type Device, type Outcome, SUCCESS } from '../device.ts';
import { simulatedDevice } from './simulated-device.ts';
import { STEP_MS } from './unit.ts';
import { BIN_SIZE, type SimulatedWorld } from './world.ts';

/**
 * Simulated motor card reader with a contactless chip reader and a retain bin. Its path leads to the card printer,
 * which takes the card from the transport and puts it back there.
 */
export function createSimulatedCardReader(world: SimulatedWorld): Device & { held(): string } {
  const unit = world.units['card-reader'];
  let chip: object | null = null;

  const inside = () => world.permit?.position === 'transport' || world.permit?.position === 'printer';

  const setSlot = (open: boolean) => {
    world.slotOpen = open;
    world.changed();
  };

  async function drawIn(signal: AbortSignal, inserted: () => void): Promise<Outcome | null> {
    setSlot(true);
    try {
      // A card that was put out and pushed in again counts as offered as well.
      await unit.until(() => world.permit?.position === 'offered', signal);
    } finally {
      setSlot(false);
    }
    inserted();
    world.movePermit('transport');
    // From here on the card is in the machine: a cancel no longer stops it.
    await unit.step(STEP_MS.insert);
    return world.jamsAt('card-reader', 'entering') ? jammed() : null;
  }

  async function put(to: 'exit' | 'transport' | 'unitBIN1'): Promise<Outcome> {
    const position = world.permit?.position;
    if (position === undefined || position === 'offered') return commandError('noMedia');
    // The printer has to give it back first (`Printer.ControlMedia`), and a jammed one cannot.
    if (position === 'printer') return { code: 'deviceNotReady', description: 'the card is in the printer' };
    if (to === 'unitBIN1' && world.binCount >= BIN_SIZE) return commandError('retainBinFull');
    await unit.step(STEP_MS.move);
    // It may have been taken from the exit while the rollers began to turn.
    if (world.permit === null) return commandError('noMedia');
    if (world.jamsAt('card-reader', 'returning')) return jammed();
    chip = null;
    world.movePermit(to === 'unitBIN1' ? 'kept' : to);
    return SUCCESS;
  }

  const device = simulatedDevice({
    service: 'CardReader',
    unit,
    status: () => ({
      cardReader: {
        media:
          world.jams['card-reader'] === 'jammed'
            ? 'jammed'
            : world.permit?.position === 'exit'
              ? 'entering'
              : inside()
                ? 'present'
                : 'notPresent',
      },
      storage: {
        unitBIN1: world.binCount >= BIN_SIZE ? 'full' : world.binCount > BIN_SIZE / 2 ? 'high' : 'ok',
      },
    }),
    unknown: { cardReader: { media: 'unknown' }, storage: { unitBIN1: 'unknown' } },
    async run(command, { signal, event }) {
      if (world.jams['card-reader'] === 'jammed') return jammed();
      switch (command.name) {
        case 'CardReader.ReadRawData': {
          if (!inside()) {
            event('CardReader.InsertCardEvent');
            const failed = await drawIn(signal, () => event('CardReader.MediaInsertedEvent'));
            if (failed !== null) return failed;
          }
          await unit.step(STEP_MS.read);
          const person = world.permit?.person;
          if (person === undefined) return commandError('noMedia');
          if (person.permitCard === null || world.unreadable.permit) return commandError('invalidMedia');
          const read = { permit: person.permitCard, mrz: person.permitMrz };
          chip = read;
          return { code: 'success', payload: read };
        }
        case 'CardReader.Move':
          return put(command.payload.to);
        case 'CardReader.Reset': {
          const { to } = command.payload;
          chip = null;
          return to === undefined || to === 'currentPosition' || world.permit === null ? SUCCESS : put(to);
        }
        default:
          return { code: 'unsupportedCommand' };
      }
    },
    clearBuffers: () => {
      chip = null;
    },
  });
  return { ...device, held: () => (chip === null ? '' : JSON.stringify(chip)) };
}

function jammed(): Outcome {
  return commandError('mediaJam');
}
