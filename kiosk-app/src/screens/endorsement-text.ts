import type { EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import type { Translate } from '../i18n/i18n.ts';

/** "3 个月内 1 次" */
export function termText(t: Translate, choice: Pick<EndorsementChoice, 'months' | 'entries'>): string {
  return t('choose.option', {
    months: t(`choose.months.${choice.months}`),
    entries: t(`choose.entries.${choice.entries}`),
  });
}
