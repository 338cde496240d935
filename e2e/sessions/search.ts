/** All texts that can be reached from a value, each object once. Functions and private fields are not opened. */
export function findTexts(value: unknown, wanted: readonly string[]): readonly string[] {
  const seen = new Set<object>();
  const found = new Set<string>();
  const look = (at: unknown): void => {
    if (typeof at === 'string') {
      for (const text of wanted) if (at.includes(text)) found.add(text);
    } else if (typeof at === 'object' && at !== null && !seen.has(at)) {
      seen.add(at);
      if (at instanceof Map || at instanceof Set) for (const part of at) look(part);
      else if (isPlain(at)) for (const part of Object.values(at)) look(part);
    }
  };
  look(value);
  return [...found];
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
