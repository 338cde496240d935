import { err, ok, type Result } from '@haizhu/shared/result';
import { type ServiceName, type Status, statusSchema } from '@haizhu/shared/xfs/status';
import type { CardPlace, DeviceError } from '../../ports/devices.ts';
import { errorOf, faultsShown } from './device-error.ts';
import type { Timers } from './web-socket.ts';
import type { XfsLink } from './xfs-link.ts';

/** How long a device may take to say where a card is, ms. */
const ASK_MS = 2000;

interface Deps {
  readonly link: XfsLink;
  readonly timers: Timers;
  onChange(listener: () => void): () => void;
}

type Returned = Result<'taken' | 'not-taken' | 'no-card', DeviceError>;

/**
 * Puts the held card out and waits until it is taken. While the service cannot be reached nothing is concluded: the
 * wait goes on.
 */
export async function returnCard(deps: Deps, takeWithinMs: number, signal: AbortSignal): Promise<Returned> {
  const { link } = deps;
  const back = await outOfPrinter(link);
  if (!back.ok) return back;
  const out = await link.request('CardReader', 'CardReader.Move', { to: 'exit' });
  if (out.errorCode === 'noMedia') return ok('no-card');
  if (out.code !== 'success') return err(errorOf(out, link, 'CardReader', ['CardPrinter']));

  switch (await whatHappens(deps, takeWithinMs, signal)) {
    case 'taken':
      return ok('taken');
    case 'canceled':
      return err({ code: 'canceled', device: 'card-reader', faultId: null });
    case 'jammed':
      return err({
        code: 'device-fault',
        device: 'card-reader',
        faultId: faultsShown('CardReader', link.view('CardReader'))[0] ?? null,
      });
    case 'time':
      return ok('not-taken');
  }
}

/** Keeps the held card in the retain bin, wherever in the machine it is. */
export async function keepCard(link: XfsLink, signal: AbortSignal): Promise<Result<undefined, DeviceError>> {
  const back = await outOfPrinter(link);
  if (!back.ok) return back;
  const kept = await link.request('CardReader', 'CardReader.Move', { to: 'unitBIN1' }, { signal });
  return kept.code === 'success' ? ok() : err(errorOf(kept, link, 'CardReader', ['CardPrinter']));
}

/** Draws a card that lies at the exit back into the transport. */
export async function drawBackCard(link: XfsLink): Promise<Result<undefined, DeviceError>> {
  const back = await link.request('CardReader', 'CardReader.Move', { to: 'transport' });
  return back.code === 'success' ? ok() : err(errorOf(back, link, 'CardReader'));
}

/**
 * Where the card is, asked of reader and printer at this moment. A device that is busy, away or not well knows nothing:
 * its last word is from before.
 */
export async function askCard(link: XfsLink): Promise<CardPlace> {
  const [reader, printer] = await Promise.all([
    mediaOf(link, 'CardReader', (status) => status.cardReader?.media),
    mediaOf(link, 'CardPrinter', (status) => status.printer?.media),
  ]);
  if (reader === 'entering' && printer === 'notPresent') return 'exit';
  if ([reader, printer].some((media) => media === 'present' || media === 'jammed')) return 'inside';
  return reader === 'notPresent' && printer === 'notPresent' ? 'none' : 'unknown';
}

type Media = NonNullable<Status['cardReader']>['media'] | 'unknown';

async function mediaOf(
  link: XfsLink,
  service: ServiceName,
  of: (status: Status) => Media | undefined,
): Promise<Media> {
  const status = await askStatus(link, service);
  if (status?.common.device !== 'online') return 'unknown';
  return of(status) ?? 'unknown';
}

/** The status of a service, asked anew; null where there is no answer that can be understood. */
export async function askStatus(link: XfsLink, service: ServiceName): Promise<Status | null> {
  const done = await link.request(service, 'Common.Status', {}, { timeoutMs: ASK_MS });
  const status = statusSchema.safeParse(done.payload);
  return done.code === 'success' && status.success ? status.data : null;
}

/** The reader moves a card only once the printer has given it back. */
async function outOfPrinter(link: XfsLink): Promise<Result<undefined, DeviceError>> {
  const printer = await askStatus(link, 'CardPrinter');
  if (printer?.printer?.media !== 'present') return ok();
  const eject = { mediaControl: { eject: true } };
  const back = await link.request('CardPrinter', 'Printer.ControlMedia', eject);
  return back.code === 'success' ? ok() : err(errorOf(back, link, 'CardPrinter', ['CardReader']));
}

/** Waits on the reader's status, not on an event: an event could be missed while the socket is down. */
function whatHappens(
  { link, timers, onChange }: Deps,
  takeWithinMs: number,
  signal: AbortSignal,
): Promise<'taken' | 'canceled' | 'jammed' | 'time'> {
  return new Promise((resolve) => {
    const end = (what: 'taken' | 'canceled' | 'jammed' | 'time') => {
      stop();
      timers.clearTimeout(timer);
      signal.removeEventListener('abort', canceled);
      resolve(what);
    };
    const canceled = () => end('canceled');
    const look = () => {
      const reader = link.view('CardReader');
      const media = reader.is === 'up' ? reader.status.cardReader?.media : undefined;
      if (media === 'notPresent') end('taken');
      else if (media === 'jammed') end('jammed');
    };
    const stop = onChange(look);
    const timer = timers.setTimeout(() => end('time'), takeWithinMs);
    signal.addEventListener('abort', canceled);
    if (signal.aborted) canceled();
    else look();
  });
}
