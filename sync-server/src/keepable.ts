import { isUtf8 } from 'node:buffer';

/** What both databases can hold: PostgreSQL holds no NUL, and a lone surrogate has no UTF-8. */
export function isKeepable(text: string | Uint8Array): boolean {
  return typeof text === 'string'
    ? text.isWellFormed() && !text.includes('\0')
    : isUtf8(text) && !text.includes(0);
}

/** Where in a parsed JSON value a text or a name stands that no database holds; null when all can be kept. */
export function unkeepableIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return isKeepable(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const where = path === '' ? name : `${path}.${name}`;
    const found = isKeepable(name) ? unkeepableIn(member, where) : path;
    if (found !== null) return found;
  }
  return null;
}
