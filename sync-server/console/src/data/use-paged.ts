import { useCallback, useEffect, useState } from 'react';
import type * as z from 'zod/mini';
import type { ApiError } from '../api/api-error.ts';
import { request } from '../api/client.ts';
import type { Topic } from './topics.ts';
import { type Resource, useResource } from './use-resource.ts';

interface Page {
  readonly next: string | null;
}

export interface Paged<T, P> {
  readonly resource: Resource<P>;
  readonly rows: readonly T[];
  /** Null when everything is shown. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
  readonly moreError: ApiError | null;
}

/**
 * A list that the server gives in pages, the first one kept up to date. When that changes, the later pages are
 * dropped: their cursor belongs to the list as it was.
 */
export function usePaged<S extends z.ZodMiniType<Page>, T>(question: {
  readonly path: string;
  readonly schema: S;
  readonly topics: readonly Topic[];
  readonly rowsOf: (page: z.infer<S>) => readonly T[];
}): Paged<T, z.infer<S>> {
  const { path, schema, topics, rowsOf } = question;
  const resource = useResource({ path, schema, topics });
  const first = resource.data;
  const [later, setLater] = useState<readonly z.infer<S>[]>([]);
  const [loadingMore, setLoadingMore] = useState(false);
  const [moreError, setMoreError] = useState<ApiError | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page's identity is what ends the later ones.
  useEffect(() => {
    setLater([]);
    setMoreError(null);
  }, [first]);

  const next = (later.at(-1) ?? first)?.next ?? null;
  const load = useCallback(async () => {
    if (next === null) return;
    setLoadingMore(true);
    setMoreError(null);
    const separator = path.includes('?') ? '&' : '?';
    const result = await request('GET', `${path}${separator}cursor=${encodeURIComponent(next)}`, schema);
    setLoadingMore(false);
    if (result.ok)
      setLater((pages) =>
        pages.at(-1)?.next === next || pages.length === 0 ? [...pages, result.value] : pages,
      );
    else setMoreError(result.error);
  }, [path, schema, next]);

  const pages = first === null ? [] : [first, ...later];
  return {
    resource,
    rows: pages.flatMap((page) => rowsOf(page)),
    more: next === null ? null : () => void load(),
    loadingMore,
    moreError,
  };
}
