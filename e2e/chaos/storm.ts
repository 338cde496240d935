import { setTimeout as pause } from 'node:timers/promises';
import type { KioskOptions } from './messages.ts';
import type { Participant } from './participants.ts';
import type { NetworkMode, NetworkProxy } from './proxy.ts';
import type { Random } from './random.ts';
import type { ServerProcess } from './server-process.ts';
import type { TrackedKiosk } from './tracked-kiosk.ts';

/** A kill that waits for a certain message waits no longer than this. */
const MOST_WAIT_MS = 4000;
/** Bytes of one piece on the way to the server from which on it is a push and not a heartbeat. */
const PUSH_BYTES = 600;

export interface Counts {
  browserKills: number;
  nodeKills: number;
  serverKills: number;
  cuts: number;
  /** Databases left with a half written record. */
  torn: number;
  /** Databases taken away. */
  removed: number;
}

export const citizensOf = (random: Random): KioskOptions => ({
  seed: random.int(1, 2 ** 30),
  burst: random.pick([1, 4, 8, 20]),
  restMs: random.pick([200, 600, 1200]),
});

/** Kills one kiosk at a moment that the random numbers choose, and starts it again. */
export async function killKiosk(
  participant: Participant,
  tracked: TrackedKiosk,
  random: Random,
  counts: Counts,
): Promise<void> {
  const when = random.pick(['moment', 'moment', 'commit', 'commit', 'told', 'drain', 'start']);
  switch (when) {
    case 'moment':
    case 'start':
      await pause(random.int(0, 2500));
      break;
    case 'commit':
      // Between the beginning of a commit and its end lie the sealing and the writing: a few milliseconds.
      await tracked.waitFor((m) => m.type === 'committing', MOST_WAIT_MS, random.int(1, 15));
      await pause(random.int(0, 6));
      break;
    case 'told':
      await tracked.waitFor((m) => m.type === 'told', MOST_WAIT_MS, random.int(1, 15));
      break;
    case 'drain':
      await tracked.waitFor((m) => m.type === 'state' && m.online && m.queued > 0, MOST_WAIT_MS);
      await pause(random.int(0, 4));
      break;
  }
  const again = () => {
    const citizens = citizensOf(random);
    return participant.start(tracked.kiosk === null ? citizens : { ...citizens, kiosk: tracked.kiosk });
  };
  await kill(participant, tracked, counts);
  await pause(random.int(0, 400));
  const harm = random.pick([null, null, null, null, null, 'torn', 'torn', 'removed'] as const);
  if (harm !== null && (await participant.harm(harm))) counts[harm] += 1;
  if (when === 'start') {
    const starting = again().catch(() => {});
    await pause(random.int(30, 900));
    await kill(participant, tracked, counts);
    await starting;
  }
  await again();
}

async function kill(participant: Participant, tracked: TrackedKiosk, counts: Counts): Promise<void> {
  await participant.kill();
  tracked.gone();
  if (participant.sort === 'chromium') counts.browserKills += 1;
  else counts.nodeKills += 1;
}

/** Kills the server at a chosen moment, and starts it again. Returns when it was ready, ms of `performance.now()`. */
export async function killServer(
  server: ServerProcess,
  proxy: NetworkProxy,
  random: Random,
  counts: Counts,
): Promise<number> {
  const when = random.pick(['moment', 'push', 'push', 'start']);
  if (when === 'push') {
    await nextPush(proxy, random.int(1, 12));
    // Reading, verifying, committing and answering a push takes about as long.
    await pause(random.int(0, 10));
  } else await pause(random.int(0, 2000));
  await server.kill();
  counts.serverKills += 1;
  await pause(random.int(0, 800));
  if (when === 'start') {
    const starting = server.start().catch(() => {});
    await pause(random.int(20, 1200));
    await server.kill();
    counts.serverKills += 1;
    await starting;
  }
  await server.start();
  return performance.now();
}

function nextPush(proxy: NetworkProxy, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const end = () => {
      clearTimeout(late);
      proxy.off('upstream', onBytes);
      resolve();
    };
    const onBytes = (bytes: number) => {
      if (bytes >= PUSH_BYTES) left -= 1;
      if (left === 0) end();
    };
    const late = setTimeout(end, MOST_WAIT_MS);
    proxy.on('upstream', onBytes);
  });
}

/** Disturbs the network a few times; in the end it lets everything through. */
export async function disturbNetwork(proxy: NetworkProxy, random: Random, counts: Counts): Promise<void> {
  for (let left = random.int(1, 4); left > 0; left -= 1) {
    const mode: NetworkMode = random.pick(['pass', 'delay', 'delay', 'stall', 'cut']);
    if (mode === 'cut') counts.cuts += 1;
    proxy.set(mode, random.int(5, 400));
    await pause(random.int(50, 1500));
    if (random.next() < 0.5) proxy.set('pass');
    await pause(random.int(0, 400));
  }
  proxy.set('pass');
}
