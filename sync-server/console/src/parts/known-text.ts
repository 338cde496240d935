import { useLanguage } from '../i18n/index.ts';
import { TEXTS, type Texts } from '../i18n/texts.ts';

type Words = Readonly<Record<string, string>>;

/** Words for a code of the server; the code itself where this console has no words for it. */
export function useKnownText(choose: (texts: Texts) => Words): (code: string) => string {
  const words = choose(TEXTS[useLanguage()]);
  return (code) => (Object.hasOwn(words, code) ? (words[code] ?? code) : code);
}
