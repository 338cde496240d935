/** What the form of a repair holds. */
export interface RepairValues {
  readonly kind: string;
  /** JSON of an object. */
  readonly body: string;
  readonly note: string;
}

type Members = Readonly<Record<string, unknown>>;

function readObject(text: string): Members | null {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Members) : null;
  } catch {
    return null;
  }
}

export function isObjectText(text: unknown): boolean {
  return typeof text === 'string' && readObject(text) !== null;
}

/** What the form begins with: what can be read of the entry as it came. */
export function valuesOf(text: string, kind: string): RepairValues {
  const entry = readObject(text);
  const body = entry?.['body'];
  const known = typeof entry?.['kind'] === 'string' ? entry['kind'] : kind;
  return { kind: known, body: body === undefined ? '{}' : JSON.stringify(body, null, 2), note: '' };
}

/**
 * What is sent. A content that nobody touched is not sent: the server then takes the entry as it came, in the version
 * in which it was written.
 */
export function correctionOf(values: RepairValues, initial: RepairValues | null) {
  const note = values.note.trim();
  const kind = values.kind.trim();
  if (initial !== null && kind === initial.kind && values.body === initial.body) return { note };
  return { kind, body: readObject(values.body) ?? {}, note };
}
