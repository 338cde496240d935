import { type TextKey, type Texts, zh } from './zh.ts';

export type Language = 'zh' | 'en';

/** Whether there is a sentence of this name: codes of the server may be newer than this page. */
export const isTextKey = (key: string): key is TextKey => Object.hasOwn(zh, key);

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Chinese is in the first load. */
const loaded: { zh: Texts; en: Texts | null } = { zh, en: null };

/** Loads a language's texts once; Chinese is always there. Rejects where they cannot be had. */
export async function loadLanguage(language: Language): Promise<void> {
  if (loaded[language] !== null) return;
  const { en } = await import('./en.ts');
  loaded.en = en;
}

/**
 * Texts of one language; of Chinese where they are not loaded yet. `{{name}}` is filled in; there are no plurals
 * and no markup in texts, so this is all of it.
 */
export function translatorFor(language: Language): Translate {
  const texts = loaded[language] ?? zh;
  return (key, values = {}) =>
    texts[key].replaceAll(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}
