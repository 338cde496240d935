import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandContext, Device } from '../device.ts';
import { attach } from './byte-link.ts';
import { createOneWayPrinter } from './escpos-one-way.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { memoryLink } from './memory-link.fixture.ts';
import { SimulatedPrinter } from './simulated-printer.fixture.ts';
import { ESCPOS_TIMES as TIMES } from './times.fixture.ts';

const LINES = [
  { text: '海珠区自助办证', style: 'title' },
  { text: '', style: 'rule' },
  { text: '龘 15 元', style: 'normal' },
] as const;
const PRINT = {
  name: 'Printer.PrintForm',
  payload: {
    formName: 'receipt',
    fields: { text: LINES.map((line) => line.text), style: LINES.map((line) => line.style) },
  },
} as const;
const UNCONFIRMED = { code: 'success', payload: { confirmed: false } };
const context: CommandContext = { signal: new AbortController().signal, event: () => {} };

let device: Device;
afterEach(() => device?.close());

const online = (expected = 'online') =>
  vi.waitFor(() => expect(device.status().common.device).toBe(expected));

describe('ESC/POS printer', () => {
  it.each([true, false])('prints, and says so once the printer said it (GS ( H known: %s)', async (known) => {
    const printer = new SimulatedPrinter();
    printer.knowsProcess = known;
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    const slip = expect.stringContaining('海珠区自助办证\n') as string;
    expect(printer.slips).toEqual([slip, slip]);
    expect(printer.slips[0]).toContain('龘 15 元\n');
  });

  it('shows what the printer says and refuses with the reason', async () => {
    const printer = new SimulatedPrinter();
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    printer.paper = 0x7e;
    expect(await device.execute(PRINT, context)).toEqual({ code: 'commandErrorCode', errorCode: 'paperOut' });
    expect(device.status().printer?.paper?.upper).toBe('out');
    printer.paper = 0x12;
    printer.error = 0x1a;
    expect(await device.execute(PRINT, context)).toEqual({
      code: 'commandErrorCode',
      errorCode: 'paperJammed',
    });
    printer.error = 0x12;
    printer.offline = 0x16;
    expect(await device.execute(PRINT, context)).toEqual({ code: 'userError' });
    await online('userError');
    expect(printer.slips).toEqual([]);
  });

  it('does not call a slip printed on which the paper ran out, and lets none of it come out later', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.paper = 0x7e;
      printer.offline = 0x32;
      printer.isStopped = true;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'commandErrorCode', errorCode: 'paperOut' });
    // It is the paper's fault, not the device's.
    expect(device.status()).toEqual({
      common: { device: 'online' },
      printer: { media: 'notPresent', paper: { upper: 'out' } },
    });
    Object.assign(printer, { paper: 0x12, offline: 0x12, isStopped: false, onPrint: () => {} });
    await vi.waitFor(() => expect(device.status().printer?.paper?.upper).toBe('full'));
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    expect(printer.slips).toHaveLength(1);
  });

  it('waits for a head that is too hot, and tells it', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.error = 0x52;
      printer.isStopped = true;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    printer.error = 0x52;
    await online('hardwareError');
    expect(await device.execute(PRINT, context)).toEqual({ code: 'hardwareError' });
    printer.error = 0x12;
    await online();
    const printing = device.execute(PRINT, context);
    await vi.waitFor(() => expect(printer.isStopped).toBe(true));
    Object.assign(printer, { error: 0x12, isStopped: false, onPrint: () => {} });
    expect(await printing).toEqual({ code: 'success' });
  });

  it('is offline where it says so without a reason', async () => {
    const printer = new SimulatedPrinter();
    printer.printer = 0x1a;
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online('offline');
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
    printer.printer = 0x12;
    await online();
  });

  it('that falls silent in the middle of a slip leaves nobody knowing, is told, and comes back', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.isMute = true;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual(UNCONFIRMED);
    await online('offline');
    printer.onPrint = () => {};
    printer.isMute = false;
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
  });

  it('that is well and never says that it printed leaves nobody knowing', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.isStopped = true;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual(UNCONFIRMED);
    expect(device.status().common.device).toBe('online');
  });

  it('takes no automatic status for an answer: not while it is idle, not while it prints', async () => {
    const printer = new SimulatedPrinter();
    const links = [printer.link()];
    printer.onPrint = () => {
      printer.isStopped = true;
      for (let i = 0; i < 20; i += 1) links[0]?.receive(Uint8Array.of(0x10, 0x00, 0x00, 0x00));
    };
    device = createEscposPrinter(async () => links[0] ?? printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual(UNCONFIRMED);
    expect(printer.slips).toEqual([]);
  });

  it('resets and cuts by sending it, and says how that went', async () => {
    const printer = new SimulatedPrinter();
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    const cut = { name: 'Printer.ControlMedia', payload: { mediaControl: { cut: true } } } as const;
    expect(await device.execute(cut, context)).toEqual({ code: 'success' });
    expect(printer.commands).toContain('1d56');
    expect(await device.execute({ name: 'Printer.Reset', payload: {} }, context)).toEqual({
      code: 'success',
    });
    expect(printer.commands).toEqual(expect.arrayContaining(['1b40', '1005']));
    printer.error = 0x1a;
    expect(await device.execute(cut, context)).toEqual({
      code: 'commandErrorCode',
      errorCode: 'paperJammed',
    });
    expect(await device.execute({ name: 'Printer.Reset', payload: {} }, context)).toEqual({
      code: 'commandErrorCode',
      errorCode: 'paperJammed',
    });
  });

  it('works over TCP', async () => {
    const printer = new SimulatedPrinter();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => printer.push(bytes, (answer) => void socket.write(answer)));
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    device = createEscposPrinter(
      () => attach({ kind: 'tcp', host: '127.0.0.1', port, answers: true }),
      TIMES,
    );
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    server.close();
    for (const socket of sockets) socket.destroy();
    await online('offline');
  });

  it('is offline where there is nothing to connect to', async () => {
    device = createEscposPrinter(
      () => attach({ kind: 'file', path: '/nonexistent/printer', answers: true }),
      TIMES,
    );
    await online('offline');
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
  });
});

describe('a printer without answers', () => {
  it('is well as long as its line is, and of a slip it is known that it was sent', async () => {
    const printer = new SimulatedPrinter();
    printer.isMute = true;
    const links = [printer.link(), printer.link()];
    let opened = 0;
    device = createOneWayPrinter(async () => links[opened++] ?? Promise.reject(new Error('gone')), {
      ...TIMES,
      takeMs: 50,
    });
    await online();
    expect(await device.execute(PRINT, context)).toEqual(UNCONFIRMED);
    expect(device.status().printer?.paper?.upper).toBe('unknown');
    // A line that is closed while idle is opened again: no fault.
    links[0]?.cut();
    expect(await device.execute(PRINT, context)).toEqual(UNCONFIRMED);
    expect(device.status().common.device).toBe('online');
    expect(printer.slips).toHaveLength(2);
    await device.execute({ name: 'Printer.Reset', payload: {} }, context);
    expect(printer.commands.at(-1)).toBe('1b40');
    links[1]?.cut();
    await online('offline');
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
  });

  it('that does not take a slip is not ready, and told', async () => {
    const link = { ...memoryLink(() => {}), write: () => new Promise<boolean>(() => {}) };
    device = createOneWayPrinter(async () => link, { ...TIMES, takeMs: 20 });
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
  });
});
