import { sha256Hex } from '../digest.ts';

/** Where an entry names another before it than stands there, as `epoch/seq/named`. What cannot be read names none. */
export function breaksIn(epoch: number, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, index) => {
    const before = texts[index - 1];
    const named = prevOf(text);
    if (before === undefined || named === null || named === sha256Hex(before)) return [];
    return [`${epoch}/${index + 1}/${named}`];
  });
}

/** Digest of the entry before it that a text names, or null where it cannot be read. */
export function prevOf(text: string): string | null {
  try {
    return (JSON.parse(text) as { readonly prev: string }).prev;
  } catch {
    return null;
  }
}
