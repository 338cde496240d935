import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('settings from the environment', () => {
  it('are production with nothing attached when nothing is set', () => {
    expect(readConfig({})).toEqual({
      ok: true,
      value: {
        port: undefined,
        simulate: false,
        allowedOrigins: ['http://localhost:8080', 'http://127.0.0.1:8080'],
        serverUrl: null,
        vaultFolder: null,
        idReader: 'none',
        cardReader: 'none',
        cardPrinter: 'none',
        receiptPrinter: 'none',
      },
    });
  });

  it('simulate what has no real device', () => {
    const read = readConfig({
      SIMULATE: '1',
      ID_READER: 'serial:/dev/ttyS0',
      PORT: '5850',
      SERVER_URL: 'http://127.0.0.1:8080/',
    });
    expect(read).toMatchObject({
      value: {
        port: 5850,
        serverUrl: 'http://127.0.0.1:8080',
        idReader: { kind: 'serial', path: '/dev/ttyS0' },
        cardReader: 'sim',
        receiptPrinter: 'sim',
      },
    });
  });

  it.each([
    [{ PORT: 'x' }, 'PORT=x'],
    [{ PORT: '70000' }, 'PORT=70000'],
    [{ SERVER_URL: 'nowhere' }, 'SERVER_URL'],
    [{ ID_READER: 'sim' }, 'SIMULATE=1'],
    [{ ID_READER: 'magic' }, 'ID_READER=magic'],
    [{ RECEIPT_PRINTER: 'tcp:printer' }, 'RECEIPT_PRINTER'],
    [{ ID_READER: 'serial:/dev/ttyS0?parity=strange' }, 'parity is one of'],
    [{ ID_READER: 'tcp:reader:4001?answers=no' }, 'has to answer'],
    [{ ID_READER: ' serial:/dev/ttyS0' }, 'ID_READER='],
    [{ CARD_PRINTER: 'tcp:printer:9100' }, 'CARD_PRINTER'],
  ])('%o is refused with a line that names it', (env, named) => {
    const read = readConfig(env);
    expect(read.ok ? '' : read.error).toContain(named);
    expect(read.ok ? '' : read.error).not.toContain('\n');
  });
});
