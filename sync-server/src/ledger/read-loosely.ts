export interface LooseEntry {
  readonly kind: string | null;
  readonly version: number | null;
  readonly at: number | null;
  readonly body: unknown;
}

const NOTHING: LooseEntry = { kind: null, version: null, at: null, body: undefined };

/** What can be read of an entry's text, however wrong it is. */
export function readLoosely(text: string): LooseEntry {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return NOTHING;
  }
  if (typeof parsed !== 'object' || parsed === null) return NOTHING;
  const { kind, version, at, body } = parsed as Readonly<Record<string, unknown>>;
  return {
    kind: typeof kind === 'string' ? kind : null,
    version: typeof version === 'number' ? version : null,
    at: typeof at === 'number' && Number.isSafeInteger(at) ? at : null,
    body,
  };
}
