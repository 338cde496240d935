/**
 * Gathers what comes in and hands it on at once, and then at most once in `everyMs`: a busy server says "changed"
 * far more often than anybody reads.
 */
export function coalesce<T>(
  handOn: (items: ReadonlySet<T>) => void,
  everyMs: number,
): { readonly add: (items: Iterable<T>) => void; readonly stop: () => void } {
  let gathered = new Set<T>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (gathered.size === 0) return;
    const items = gathered;
    gathered = new Set();
    timer = setTimeout(flush, everyMs);
    handOn(items);
  };
  return {
    add: (items) => {
      for (const item of items) gathered.add(item);
      if (timer === undefined) flush();
    },
    stop: () => {
      clearTimeout(timer);
      gathered.clear();
    },
  };
}
