import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '../format/numbers.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

const KEPT_AS = 'console-language';

/** Language of the last visit on this desk; Chinese at first. */
function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

function show(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = language === 'zh' ? zh.product : en.product;
}

export function startI18n(): void {
  const language = rememberedLanguage();
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: zh }, en: { translation: en } },
    // React escapes.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  show(language);
}

export function switchLanguage(language: Language): void {
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // A desk that keeps nothing starts in Chinese again.
  }
  void i18next.changeLanguage(language);
  show(language);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh';
}

/** Reads the member of the language in use. */
export function useNames(): (names: { readonly zh: string; readonly en: string }) => string {
  const language = useLanguage();
  return (names) => names[language];
}
