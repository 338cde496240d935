import { io, type Socket } from 'socket.io-client';
import { readTopics, type Topic } from './topics.ts';

const RETRY_MS = 5000;
/** With this the server refuses a connection whose session has ended. */
const SIGNED_OUT = 'signed-out';

export type LiveState = 'connecting' | 'live' | 'lost';

export interface Live {
  readonly state: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly stop: () => void;
}

/**
 * Listens for what has changed on the server. A connection that comes back counts as "everything may have
 * changed": events in between were not heard.
 */
export function startLive(on: {
  changed: (topics: ReadonlySet<Topic>) => void;
  back: () => void;
  signedOut: () => void;
}): Live {
  const socket: Socket = io('/console', { transports: ['websocket'], reconnectionDelayMax: 5000 });
  const listeners = new Set<() => void>();
  let state: LiveState = 'connecting';
  let wasLive = false;
  const become = (next: LiveState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  socket.on('connect', () => {
    become('live');
    if (wasLive) on.back();
    wasLive = true;
  });
  // After a refusal or a closing by the server the client does not try again by itself.
  let retry: ReturnType<typeof setTimeout> | undefined;
  const lost = () => {
    become('lost');
    clearTimeout(retry);
    if (!socket.active) retry = setTimeout(() => socket.connect(), RETRY_MS);
  };
  socket.on('disconnect', lost);
  socket.on('connect_error', (error: Error) => {
    lost();
    if (error.message === SIGNED_OUT) on.signedOut();
  });
  socket.on('changed', (frame: unknown) => on.changed(readTopics(frame)));
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      socket.off('disconnect', lost);
      socket.off('connect_error');
      clearTimeout(retry);
      socket.close();
      become('connecting');
    },
  };
}
