import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/api-error.ts';
import { useKnownText } from './known-text.ts';

/** What went wrong, as a sentence for the person at the desk. */
export function useErrorText(): (error: ApiError) => string {
  const { t } = useTranslation();
  const coded = useKnownText((texts) => texts.errors.codes);
  return (error) => {
    const known = coded(error.code);
    if (known !== error.code) return known;
    return error.kind === 'invalid'
      ? t('errors.invalid', { message: error.message || error.code })
      : t(`errors.${error.kind}`);
  };
}
