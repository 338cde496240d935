import { createServer, type Socket } from 'node:net';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CommandContext, Device } from '../device.ts';
import { attach } from './byte-link.ts';
import { conditionOf, encodeReceipt, isPaperByte, isStatusByte } from './escpos-codec.ts';
import { createEscposPrinter } from './escpos-printer.ts';
import { type MemoryLink, memoryLink } from './memory-link.fixture.ts';

const TIMES = { healthMs: 3, answerMs: 50, printMs: 100 };
const LINES = [
  { text: '海珠区自助办证', style: 'title' },
  { text: '', style: 'rule' },
  { text: '龘 15 元\u001b@', style: 'normal' },
] as const;
const PRINT = {
  name: 'Printer.PrintForm',
  payload: {
    formName: 'receipt',
    fields: { text: LINES.map((line) => line.text), style: LINES.map((line) => line.style) },
  },
} as const;
const context: CommandContext = { signal: new AbortController().signal, event: () => {} };

/** A printer on a stream: real-time status bytes, and the paper byte after what was printed. */
class SimulatedPrinter {
  offline = 0x12;
  error = 0x12;
  paper = 0x12;
  isMute = false;
  /** What happens while a slip is printed. */
  onPrint: () => void = () => {};
  printed: Uint8Array[] = [];

  answer(bytes: Uint8Array): Uint8Array {
    if (this.isMute) return new Uint8Array();
    if (bytes[0] === 0x10 && bytes[1] === 0x04) {
      return Uint8Array.of([0x12, this.offline, this.error, this.paper][(bytes[2] ?? 1) - 1] ?? 0x12);
    }
    this.printed.push(Uint8Array.from(bytes));
    this.onPrint();
    return this.isMute ? new Uint8Array() : Uint8Array.of(0);
  }

  link(): MemoryLink {
    return memoryLink((bytes, link) => link.receive(this.answer(bytes)));
  }
}

let device: Device;
afterEach(() => device?.close());

const online = (expected = 'online') =>
  vi.waitFor(() => expect(device.status().common.device).toBe(expected));

describe('ESC/POS bytes', () => {
  it('are GB18030 text between the printers’ commands, and end with a cut', () => {
    const bytes = encodeReceipt(LINES);
    expect([...bytes.subarray(0, 4)]).toEqual([0x1b, 0x40, 0x1c, 0x26]);
    const text = iconv.decode(Buffer.from(bytes), 'gb18030');
    expect(text).toContain('海珠区自助办证\n');
    expect(text).toContain('-'.repeat(48));
    expect([...bytes.subarray(-6)]).toEqual([0x1d, 0x56, 0x42, 0x00, 0x1b, 0x40]);
  });

  it('let no text carry a command', () => {
    const text = iconv.decode(Buffer.from(encodeReceipt(LINES)), 'gb18030');
    expect(text).toContain('龘 15 元 @\n');
  });

  it('tell paper, cover and cutter apart', () => {
    const idle = { offline: 0x12, error: 0x12, paper: 0x12 };
    const fine = { coverOpen: false, paper: 'full', jammed: false, failed: false };
    expect(conditionOf(idle)).toEqual(fine);
    expect(conditionOf({ ...idle, paper: 0x1e })).toEqual({ ...fine, paper: 'low' });
    expect(conditionOf({ ...idle, paper: 0x7e })).toEqual({ ...fine, paper: 'out' });
    expect(conditionOf({ ...idle, offline: 0x16 })).toEqual({ ...fine, coverOpen: true });
    expect(conditionOf({ ...idle, error: 0x1a })).toEqual({ ...fine, jammed: true });
    expect(conditionOf({ ...idle, error: 0x32 })).toEqual({ ...fine, failed: true });
    expect([0x12, 0x7e].every(isStatusByte)).toBe(true);
    expect([0x00, 0x0c, 0x93].some(isStatusByte)).toBe(false);
    expect([0x00, 0x0f].every(isPaperByte)).toBe(true);
    expect(isPaperByte(0x12)).toBe(false);
  });
});

describe('ESC/POS printer', () => {
  it('prints, and says so once the printer answered after the slip', async () => {
    const printer = new SimulatedPrinter();
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    expect(printer.printed.map((bytes) => bytes.length)).toEqual([encodeReceipt(LINES).length + 3]);
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
    expect(printer.printed).toEqual([]);
  });

  it('does not call a slip printed on which the paper ran out', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.paper = 0x7e;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'commandErrorCode', errorCode: 'paperOut' });
  });

  it('that falls silent in the middle of a slip is offline, and comes back', async () => {
    const printer = new SimulatedPrinter();
    printer.onPrint = () => {
      printer.isMute = true;
    };
    device = createEscposPrinter(async () => printer.link(), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
    await online('offline');
    printer.onPrint = () => {};
    printer.isMute = false;
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
  });

  it('works over TCP', async () => {
    const printer = new SimulatedPrinter();
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => void socket.write(printer.answer(bytes)));
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    device = createEscposPrinter(() => attach({ kind: 'tcp', host: '127.0.0.1', port }), TIMES);
    await online();
    expect(await device.execute(PRINT, context)).toEqual({ code: 'success' });
    server.close();
    for (const socket of sockets) socket.destroy();
    await online('offline');
  });

  it('is offline where there is nothing to connect to', async () => {
    device = createEscposPrinter(() => attach({ kind: 'file', path: '/nonexistent/printer' }), TIMES);
    await online('offline');
    expect(await device.execute(PRINT, context)).toEqual({ code: 'deviceNotReady' });
  });
});
