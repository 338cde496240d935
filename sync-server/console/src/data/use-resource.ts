import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type * as z from 'zod/mini';
import { request } from '../api/client.ts';
import { ResourceStore, type Snapshot } from './resource-store.ts';
import { serverNow } from './server-time.ts';
import type { Topic } from './topics.ts';

export const resources = new ResourceStore(serverNow);

export interface Resource<T> extends Snapshot<T> {
  /** `data` belongs to the question before; the answer to the present one is under way. */
  readonly previous: boolean;
  readonly refresh: () => void;
}

export interface Question<T extends z.ZodMiniType> {
  readonly path: string;
  readonly schema: T;
  readonly topics: readonly Topic[];
}

const NO_TOPICS: readonly Topic[] = [];

/**
 * The server's answer to a GET, kept up to date while the component is shown. `everyMs` asks again regularly as
 * well, for what changes without an event (a machine that falls silent).
 */
export function useResource<T extends z.ZodMiniType>(
  { path, schema, topics = NO_TOPICS }: Question<T>,
  everyMs?: number,
): Resource<z.infer<T>> {
  const topicKey = topics.join();
  const source = useMemo(
    () => ({
      key: path,
      load: () => request('GET', path, schema),
      topics: topicKey === '' ? [] : (topicKey.split(',') as Topic[]),
    }),
    [path, schema, topicKey],
  );
  const snapshot = useSyncExternalStore(
    useCallback((listener) => resources.watch(source, listener), [source]),
    () => resources.snapshot(path) as Snapshot<z.infer<T>>,
  );
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => resources.refresh(path), everyMs);
    return () => clearInterval(timer);
  }, [path, everyMs]);
  const refresh = useCallback(() => resources.refresh(path), [path]);

  // While the first answer to a new question is under way, the answer to the one before stays on the page.
  const last = useRef<Snapshot<z.infer<T>> | null>(null);
  useEffect(() => {
    if (snapshot.data !== null) last.current = snapshot;
  }, [snapshot]);
  const previous = snapshot.data === null && snapshot.loading && last.current !== null;
  return previous && last.current
    ? { ...last.current, loading: true, previous, refresh }
    : { ...snapshot, previous: false, refresh };
}
