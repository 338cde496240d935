import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../device.ts';
import { type CommandHandler, Connection } from './connection.ts';

/** A socket without a network: what the connection sends is kept. */
function start(handle: CommandHandler, buffered = 0) {
  const sent: { header: Record<string, unknown>; payload: unknown }[] = [];
  const mistakes: unknown[] = [];
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    bufferedAmount: buffered,
    send: (text: string) => sent.push(JSON.parse(text)),
    terminate: vi.fn(),
  });
  new Connection(socket, handle, (error) => mistakes.push(error));
  const command = (requestId: number, timeout = 0) =>
    socket.emit(
      'message',
      JSON.stringify({
        header: { name: 'IdReader.Read', type: 'command', requestId, version: '2.0', timeout },
      }),
      false,
    );
  return { socket, sent, mistakes, command };
}

const waitsForAbort: CommandHandler = (_, { signal }) =>
  new Promise<Outcome>((resolve) => signal.addEventListener('abort', () => resolve({ code: 'canceled' })));

describe('one connection', () => {
  it('takes sixteen commands at a time, and more once some have ended', async () => {
    const { sent, command, socket } = start(waitsForAbort);
    for (let id = 1; id <= 17; id += 1) command(id);
    const refused = sent.filter((frame) => frame.header['status'] === 'tooManyRequests');
    expect(refused.map((frame) => frame.header['requestId'])).toEqual([17]);
    socket.emit('close');
    await vi.waitFor(() => {
      expect(sent.filter((frame) => frame.header['completionCode'] === 'canceled')).toHaveLength(16);
    });
    command(17);
    expect(sent.at(-1)?.header).toMatchObject({ type: 'acknowledge', requestId: 17 });
    expect(sent.at(-1)?.header['status']).toBeUndefined();
  });

  it('tells a timeout from a cancel', async () => {
    vi.useFakeTimers();
    const { sent, command } = start(waitsForAbort);
    command(1, 1000);
    await vi.advanceTimersByTimeAsync(999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent.at(-1)?.header).toMatchObject({ type: 'completion', completionCode: 'timeOut' });
    vi.useRealTimers();
  });

  it('lets a success stand that came after the timeout', async () => {
    vi.useFakeTimers();
    const { sent, command } = start(
      (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve({ code: 'success' }))),
    );
    command(1, 10);
    await vi.advanceTimersByTimeAsync(10);
    expect(sent.at(-1)?.header).toMatchObject({ completionCode: 'success' });
    vi.useRealTimers();
  });

  it('ends a command whose driver went wrong, without telling the client what', async () => {
    const { sent, mistakes, command } = start(() => Promise.reject(new Error('secret')));
    command(1);
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent[1]?.header).toMatchObject({ completionCode: 'internalError' });
    expect(JSON.stringify(sent)).not.toContain('secret');
    expect(mistakes).toHaveLength(1);
  });

  it('drops a client that does not read', () => {
    const { socket, command } = start(waitsForAbort, 2 * 1024 * 1024);
    command(1);
    expect(socket.terminate).toHaveBeenCalled();
  });
});
