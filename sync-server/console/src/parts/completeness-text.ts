import { useTranslation } from 'react-i18next';
import type { Completeness } from '../api/completeness.ts';
import { formatCount } from '../format/numbers.ts';
import { formatMinute } from '../format/time.ts';
import { useLanguage } from '../i18n/index.ts';

/** How complete the figures of a period are: one sentence with the numbers, then what else is known of it. */
export function useCompletenessText(): (told: Completeness) => {
  readonly sentence: string;
  readonly more: readonly string[];
} {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = (value: number) => formatCount(value, language);
  const minute = (at: number | null) => (at === null ? '—' : formatMinute(at));
  return (told) => {
    const { days } = told;
    const past = days.equal + days.short + days.more + days.uncounted;
    return {
      sentence: t(told.complete ? 'completeness.complete' : 'completeness.incomplete', {
        complete: count(told.kiosksComplete),
        kiosks: count(told.kiosks),
      }),
      more: [
        past > 0 && t('completeness.agree', { equal: count(days.equal), days: count(past) }),
        told.lacking > 0 &&
          t('completeness.lacking', { entries: count(told.lacking), since: minute(told.oldestLackingAt) }),
        told.silent > 0 &&
          t('completeness.silent', { kiosks: count(told.silent), since: minute(told.silentSince) }),
        told.setAside > 0 && t('completeness.setAside', { entries: count(told.setAside) }),
        days.short > 0 && t('completeness.short', { days: count(days.short) }),
        days.more > 0 && t('completeness.more', { days: count(days.more) }),
        days.uncounted > 0 && t('completeness.uncounted', { days: count(days.uncounted) }),
      ].filter((text) => text !== false),
    };
  };
}
