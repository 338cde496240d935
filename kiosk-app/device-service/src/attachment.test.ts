import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACTORY_SETTINGS, parseAttachment } from './attachment.ts';
import { sttyArguments } from './drivers/serial-link.ts';

const read = (text: string) => {
  const attachment = parseAttachment(text);
  return attachment.ok ? attachment.value : attachment.error;
};

describe('where a device is attached', () => {
  it('is a port, an address or a device', () => {
    const tcp = { kind: 'tcp', host: '192.0.2.7', port: 9100, answers: true };
    expect(read('tcp:192.0.2.7:9100')).toEqual(tcp);
    expect(read('tcp://192.0.2.7:9100')).toEqual(tcp);
    expect(read('tcp://printer.example:9100?answers=no')).toEqual({
      ...tcp,
      host: 'printer.example',
      answers: false,
    });
    expect(read('tcp:[::1]:9100')).toEqual({ ...tcp, host: '::1' });
    expect(read('file:/dev/usb/lp0')).toEqual({ kind: 'file', path: '/dev/usb/lp0', answers: true });
    expect(read('file:/dev/usb/lp0?answers=no')).toMatchObject({ answers: false });
  });

  it('has for a serial line its speed and frame, as from the factory where they are not said', () => {
    const serial = { kind: 'serial', path: '/dev/ttyS0', settings: FACTORY_SETTINGS, answers: true };
    expect(read('serial:/dev/ttyS0')).toEqual(serial);
    expect(
      read('serial:/dev/serial/by-id/usb-x?baud=9600&parity=even&data=7&stop=2&flow=rtscts&answers=no'),
    ).toEqual({
      kind: 'serial',
      path: '/dev/serial/by-id/usb-x',
      settings: { baud: 9600, parity: 'even', data: 7, stop: 2, flow: 'rtscts' },
      answers: false,
    });
    expect(read('serial:/dev/ttyS0?flow=xonxoff&parity=odd')).toMatchObject({
      settings: { parity: 'odd', flow: 'xonxoff' },
    });
  });

  it.each([
    ['', 'serial:, tcp: or file:'],
    ['usb:1', 'serial:, tcp: or file:'],
    ['Serial:/dev/ttyS0', 'serial:, tcp: or file:'],
    ['serial:', 'a path'],
    ['serial:ttyS0', 'a path'],
    ['serial:/dev/tty S0', 'a path'],
    ['serial:/dev/ttyS0,9600', ''],
    ['serial:/dev/ttyS0?', 'is no setting'],
    ['serial:/dev/ttyS0?speed=9600', '"speed" is no setting'],
    ['serial:/dev/ttyS0?baud', 'baud is one of'],
    ['serial:/dev/ttyS0?baud=', 'baud is one of'],
    ['serial:/dev/ttyS0?baud=9601', 'baud is one of'],
    ['serial:/dev/ttyS0?baud=9600&baud=9600', 'twice'],
    ['serial:/dev/ttyS0?parity=mark', 'parity is one of none, even, odd'],
    ['serial:/dev/ttyS0?data=9', 'data is one of'],
    ['serial:/dev/ttyS0?stop=1.5', 'stop is one of'],
    ['serial:/dev/ttyS0?flow=on', 'flow is one of'],
    ['serial:/dev/ttyS0?answers=maybe', 'answers is one of'],
    ['serial:/dev/ttyS0?toString=1', 'is no setting'],
    ['serial:/dev/ttyS0?baud=9600?parity=even', 'more than one'],
    ['tcp:printer', 'host:port'],
    ['tcp::9100', 'host:port'],
    ['tcp:a:b', 'host:port'],
    ['tcp:http://a:80', 'host:port'],
    ['tcp:a:0', 'between 1 and 65535'],
    ['tcp:a:70000', 'between 1 and 65535'],
    ['tcp:a:9100?baud=9600', 'a setting of serial lines'],
    ['file:lp0', 'a path'],
    ['file:/dev/usb/lp0?parity=even', 'a setting of serial lines'],
  ])('%j is not understood, and the reason is said', (text, reason) => {
    // A comma is a sign like others in a path: that port will not be there.
    if (reason === '') return expect(read(text)).toMatchObject({ path: '/dev/ttyS0,9600' });
    expect(read(text)).toContain(reason);
  });

  it('is read or refused, whatever stands there, in one line', () => {
    fc.assert(
      fc.property(fc.constantFrom('serial:', 'tcp:', 'file:', ''), fc.string(), (kind, rest) => {
        const said = read(kind + rest);
        if (typeof said === 'string') expect(said.trim()).not.toBe('');
      }),
    );
  });
});

describe('a serial line is set up', () => {
  it('raw, with its speed and frame', () => {
    const line = (text: string) => {
      const attachment = parseAttachment(text);
      if (!attachment.ok || attachment.value.kind !== 'serial') throw new Error('no serial line');
      return sttyArguments(attachment.value.settings).join(' ');
    };
    expect(line('serial:/dev/ttyS0')).toMatch(
      /^raw -echo .* 115200 cs8 -cstopb -parenb -inpck -crtscts -ixon/,
    );
    expect(line('serial:/dev/ttyS0?baud=9600&parity=even&data=7&stop=2')).toContain(
      '9600 cs7 cstopb parenb -parodd inpck',
    );
    expect(line('serial:/dev/ttyS0?parity=odd&flow=rtscts')).toContain('parenb parodd inpck crtscts');
    expect(line('serial:/dev/ttyS0?flow=xonxoff')).toContain('-crtscts ixon ixoff');
  });
});
