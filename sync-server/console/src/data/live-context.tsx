import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { fetchMe } from '../api/access.ts';
import { coalesce } from './coalesce.ts';
import { type Live, type LiveState, startLive } from './live.ts';
import { serverNow } from './server-time.ts';
import type { Topic } from './topics.ts';
import { resources } from './use-resource.ts';

/** Pages are renewed at most this often; a fault must be seen within five seconds. */
const RENEW_MS = 2000;

export interface LiveStatus {
  readonly state: LiveState;
  /** When the connection was last known to work, server time. */
  readonly lastLiveAt: number;
}

const LiveContext = createContext<LiveStatus>({ state: 'connecting', lastLiveAt: 0 });

export const useLive = (): LiveStatus => useContext(LiveContext);

/** Keeps the connection for changes while somebody is signed in. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [live, setLive] = useState<Live | null>(null);
  useEffect(() => {
    const changes = coalesce<Topic>((topics) => resources.changed(topics), RENEW_MS);
    const started = startLive({
      changed: changes.add,
      back: () => resources.changedAll(),
      // Any request finds out and leads to the sign-in.
      signedOut: () => void fetchMe(),
    });
    setLive(started);
    return () => {
      changes.stop();
      started.stop();
    };
  }, []);
  return live === null ? children : <Connected live={live}>{children}</Connected>;
}

function Connected({ live, children }: { readonly live: Live; readonly children: ReactNode }) {
  const state = useSyncExternalStore(live.subscribe, live.state);
  const [lastLiveAt, setLastLiveAt] = useState(serverNow);
  useEffect(() => {
    if (state === 'lost') setLastLiveAt(serverNow());
  }, [state]);
  return <LiveContext value={{ state, lastLiveAt }}>{children}</LiveContext>;
}
