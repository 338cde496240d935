import { err, ok, type Result } from '@haizhu/shared/result';
import type { DeviceError } from '../../ports/devices.ts';
import { errorOf, faultsShown } from './device-error.ts';
import type { Timers } from './web-socket.ts';
import type { XfsLink } from './xfs-link.ts';

interface Deps {
  readonly link: XfsLink;
  readonly timers: Timers;
  onChange(listener: () => void): () => void;
}

type Returned = Result<'taken' | 'retained' | 'no-card', DeviceError>;

/**
 * Puts the held card out and waits until it is taken. While the service cannot be reached nothing is concluded: the
 * wait goes on, and at its end the card is drawn in if it still lies there.
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
    case 'time': {
      const kept = await link.request('CardReader', 'CardReader.Move', { to: 'unitBIN1' });
      if (kept.code === 'success') return ok('retained');
      // It was taken at the last moment.
      if (kept.errorCode === 'noMedia') return ok('taken');
      return err(errorOf(kept, link, 'CardReader', ['CardPrinter']));
    }
  }
}

/** Keeps the held card in the retain bin, wherever in the machine it is. */
export async function keepCard(link: XfsLink, signal: AbortSignal): Promise<Result<undefined, DeviceError>> {
  const back = await outOfPrinter(link);
  if (!back.ok) return back;
  const kept = await link.request('CardReader', 'CardReader.Move', { to: 'unitBIN1' }, { signal });
  return kept.code === 'success' ? ok() : err(errorOf(kept, link, 'CardReader', ['CardPrinter']));
}

/** The reader moves a card only once the printer has given it back. */
async function outOfPrinter(link: XfsLink): Promise<Result<undefined, DeviceError>> {
  const printer = link.view('CardPrinter');
  if (printer.is !== 'up' || printer.status.printer?.media !== 'present') return ok();
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
