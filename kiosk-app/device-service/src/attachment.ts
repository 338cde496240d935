import { err, ok, type Result } from '@haizhu/shared/result';

/** Speed and frame of a serial line. */
export interface SerialSettings {
  /** Bits in a second. */
  readonly baud: number;
  readonly parity: 'none' | 'even' | 'odd';
  readonly data: 7 | 8;
  readonly stop: 1 | 2;
  readonly flow: 'none' | 'rtscts' | 'xonxoff';
}

/** Where a real device is attached. `answers`: whether anything ever comes back from it. */
export type Attachment =
  | {
      readonly kind: 'serial';
      readonly path: string;
      readonly settings: SerialSettings;
      readonly answers: boolean;
    }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly answers: boolean }
  | { readonly kind: 'file'; readonly path: string; readonly answers: boolean };

/** A SAM module and most slip printers as they leave the factory. */
export const FACTORY_SETTINGS: SerialSettings = {
  baud: 115_200,
  parity: 'none',
  data: 8,
  stop: 1,
  flow: 'none',
};

const BAUDS = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600] as const;

/** What may stand behind the `?`, and the words that each setting knows. */
const WORDS = {
  baud: BAUDS.map(String),
  parity: ['none', 'even', 'odd'],
  data: ['7', '8'],
  stop: ['1', '2'],
  flow: ['none', 'rtscts', 'xonxoff'],
  answers: ['yes', 'no'],
} as const;
type Word = keyof typeof WORDS;

/** A path, or a host, in which nothing is left to guess. */
const PATH = /^\/[^\s?#]+$/;
const HOST = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)$/;

/**
 * Reads `serial:/dev/ttyS0?baud=9600&parity=even`, `tcp://host:9100`, `file:/dev/usb/lp0?answers=no`. The error says in
 * a few words what is not understood.
 */
export function parseAttachment(text: string): Result<Attachment, string> {
  const [address = '', query, ...more] = text.split('?');
  if (more.length > 0) return err('there is more than one "?"');
  const [, kind, rest = ''] = /^(serial|tcp|file):(.*)$/s.exec(address) ?? [];
  if (kind === undefined) return err('it begins with serial:, tcp: or file:');
  const words = parseWords(query, kind === 'serial');
  if (!words.ok) return words;
  const answers = words.value.answers !== 'no';
  switch (kind) {
    case 'serial':
      return PATH.test(rest)
        ? ok({ kind, path: rest, settings: settingsOf(words.value), answers })
        : err(`serial: wants a path such as /dev/ttyS0`);
    case 'file':
      return PATH.test(rest)
        ? ok({ kind, path: rest, answers })
        : err('file: wants a path such as /dev/usb/lp0');
    default:
      return parseTcp(rest.replace(/^\/\//, ''), answers);
  }
}

function parseTcp(text: string, answers: boolean): Result<Attachment, string> {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!HOST.test(host)) return err('tcp: wants host:port');
  if (port < 1 || port > 65_535) return err('the port is between 1 and 65535');
  return ok({ kind: 'tcp', host: host.replace(/^\[(.*)\]$/, '$1'), port, answers });
}

type Words = Readonly<Partial<Record<Word, string>>>;

function parseWords(query: string | undefined, isSerial: boolean): Result<Words, string> {
  const words: Partial<Record<Word, string>> = {};
  if (query === undefined) return ok(words);
  for (const part of query.split('&')) {
    const at = part.indexOf('=');
    const name = at < 0 ? part : part.slice(0, at);
    const value = part.slice(at + 1);
    if (!isWord(name)) return err(`"${name}" is no setting: there are ${Object.keys(WORDS).join(', ')}`);
    if (!isSerial && name !== 'answers') return err(`${name} is a setting of serial lines`);
    if (words[name] !== undefined) return err(`${name} stands there twice`);
    const known: readonly string[] = WORDS[name];
    if (at < 0 || !known.includes(value)) return err(`${name} is one of ${known.join(', ')}`);
    words[name] = value;
  }
  return ok(words);
}

function isWord(name: string): name is Word {
  return Object.hasOwn(WORDS, name);
}

function settingsOf(words: Words): SerialSettings {
  const parity = words.parity === 'even' || words.parity === 'odd' ? words.parity : 'none';
  const flow = words.flow === 'rtscts' || words.flow === 'xonxoff' ? words.flow : 'none';
  return {
    baud: words.baud === undefined ? FACTORY_SETTINGS.baud : Number(words.baud),
    parity,
    data: words.data === '7' ? 7 : 8,
    stop: words.stop === '2' ? 2 : 1,
    flow,
  };
}
