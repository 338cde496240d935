import { useCallback } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

export type UrlChange = Readonly<Record<string, string | null>>;

/** The present query with some members set, and those that are null taken out. */
export function changedQuery(query: URLSearchParams, change: UrlChange): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** What a view shows stands in its address, so that every view is a link. */
export function useUrlState(): readonly [URLSearchParams, (change: UrlChange, replace?: boolean) => void] {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const set = useCallback(
    (change: UrlChange, replace = true) => {
      // From the address itself: the last rendered query may be older than a change just made.
      const now = new URLSearchParams(window.location.search);
      void navigate({ search: changedQuery(now, change).toString() }, { replace });
    },
    [navigate],
  );
  return [query, set];
}
