import i18next from 'i18next';
import { type TextKey, zh } from './zh.ts';

export type Language = 'zh' | 'en';

const i18n = i18next.createInstance();
/** Chinese is in the first load; keys are flat, and what is filled in is text for React, not HTML. */
const ready = i18n.init({
  lng: 'zh',
  fallbackLng: 'zh',
  resources: { zh: { translation: zh } },
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
});

let english: Promise<void> | null = null;

/** Loads a language's texts once; Chinese is always there. */
export async function loadLanguage(language: Language): Promise<void> {
  await ready;
  if (language === 'zh') return;
  english ??= import('./en.ts').then(
    ({ en }) => {
      i18n.addResourceBundle('en', 'translation', en);
    },
    (error: unknown) => {
      english = null;
      throw error;
    },
  );
  await english;
}

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Texts of one language; of the other where they are not loaded yet. */
export function translatorFor(language: Language): Translate {
  const t = i18n.getFixedT(language);
  return (key, values) => t(key, { ...values });
}
