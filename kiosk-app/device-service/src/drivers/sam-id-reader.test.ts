import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandContext, Device } from '../device.ts';
import type { MemoryLink } from './memory-link.fixture.ts';
import { createSamIdReader } from './sam-id-reader.ts';
import { SimulatedSamModule } from './simulated-sam-module.fixture.ts';
import { SAM_TIMES as TIMES } from './times.fixture.ts';

const card = SIMULATED_PEOPLE[0]?.idCard ?? null;
const READ = { name: 'IdReader.Read', payload: {} } as const;

let device: Device;
afterEach(() => device.close());

function start(module: SimulatedSamModule) {
  const links: MemoryLink[] = [];
  let isAttached = true;
  device = createSamIdReader(async () => {
    if (!isAttached) throw new Error('no such port');
    const link = module.link();
    links.push(link);
    return link;
  }, TIMES);
  const controller = new AbortController();
  const events: string[] = [];
  const context: CommandContext = { signal: controller.signal, event: (name) => events.push(name) };
  const state = (expected: string) => vi.waitFor(() => expect(device.status().common.device).toBe(expected));
  const detach = () => {
    isAttached = false;
    links.at(-1)?.cut();
  };
  const attach = () => {
    isAttached = true;
  };
  return { context, controller, events, state, detach, attach, links };
}

describe('SAM ID reader on a stream', () => {
  it('waits for a card, selects and reads it', async () => {
    const module = new SimulatedSamModule();
    const { context, events, state } = start(module);
    await state('online');
    const reading = device.execute(READ, context);
    await vi.waitFor(() => expect(module.asked.filter((name) => name === 'find').length).toBeGreaterThan(2));
    module.card = card;
    expect(await reading).toEqual({ code: 'success', payload: { card } });
    const forCard = module.asked.filter((name) => name !== 'status');
    expect(forCard.slice(forCard.indexOf('select') - 1).slice(0, 3)).toEqual(['find', 'select', 'readBase']);
    expect(events).toEqual(['IdReader.PresentCardEvent']);
  });

  it('tries again when a read fails, and gives up after three', async () => {
    const module = new SimulatedSamModule();
    const { context, state } = start(module);
    await state('online');
    module.card = card;
    module.badReads = 2;
    expect(await device.execute(READ, context)).toMatchObject({ code: 'success' });
    module.card = null;
    await vi.waitFor(() => expect(device.status().idReader?.media).toBe('notPresent'));
    module.card = card;
    module.badReads = 3;
    expect(await device.execute(READ, context)).toEqual({
      code: 'commandErrorCode',
      errorCode: 'readFailed',
    });
  });

  it('reads a card once: the next citizen does not get the one that was left lying', async () => {
    const module = new SimulatedSamModule();
    const { context, state } = start(module);
    await state('online');
    module.card = card;
    expect(await device.execute(READ, context)).toMatchObject({ code: 'success' });
    await device.clearBuffers();
    expect(device.status().idReader?.media).toBe('present');
    const reading = device.execute(READ, context);
    const reads = () => module.asked.filter((name) => name === 'readBase').length;
    const finds = () => module.asked.filter((name) => name === 'find').length;
    const before = finds();
    await vi.waitFor(() => expect(finds()).toBeGreaterThan(before + 3));
    expect(reads()).toBe(1);
    const other = SIMULATED_PEOPLE[1]?.idCard ?? null;
    module.card = null;
    await vi.waitFor(() => expect(device.status().idReader?.media).toBe('notPresent'));
    module.card = other;
    expect(await reading).toEqual({ code: 'success', payload: { card: other } });
  });

  it('is told while it is waited at, when the module fails meanwhile', async () => {
    const module = new SimulatedSamModule();
    const { context, state } = start(module);
    await state('online');
    const reading = device.execute(READ, context);
    module.health = 0x60;
    expect(await reading).toEqual({ code: 'hardwareError' });
    expect(device.status().common.device).toBe('hardwareError');
  });

  it('stops looking when it is canceled', async () => {
    const module = new SimulatedSamModule();
    const { context, controller, state } = start(module);
    await state('online');
    const reading = device.execute(READ, context);
    controller.abort();
    expect(await reading).toEqual({ code: 'canceled' });
  });

  it('names a module that fails its self-test or is not authorised', async () => {
    const module = new SimulatedSamModule();
    module.health = 0x66;
    const { state } = start(module);
    await state('hardwareError');
    module.health = 0x90;
    await state('online');
  });

  it('is offline without a cable or an answer, and comes back by itself', async () => {
    const module = new SimulatedSamModule();
    const { context, state, detach, attach } = start(module);
    await state('online');
    const reading = device.execute(READ, context);
    detach();
    expect(await reading).toEqual({ code: 'deviceNotReady' });
    await state('offline');
    expect(device.status().idReader?.media).toBe('unknown');
    expect(await device.execute(READ, context)).toEqual({ code: 'deviceNotReady' });
    attach();
    await state('online');
    module.isMute = true;
    await state('offline');
    module.isMute = false;
    await state('online');
  });

  it('resets the module when buffers are cleared', async () => {
    const module = new SimulatedSamModule();
    const { state } = start(module);
    await state('online');
    await device.clearBuffers();
    expect(module.asked).toContain('reset');
  });
});
