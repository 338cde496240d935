import { useTranslation } from 'react-i18next';
import type { ApiError } from '../api/api-error.ts';

/** What went wrong, as a sentence for the person at the desk. */
export function useErrorText(): (error: ApiError) => string {
  const { t } = useTranslation();
  return (error) =>
    error.kind === 'invalid'
      ? t('errors.invalid', { message: [error.field, error.message].filter(Boolean).join('：') || error.code })
      : t(`errors.${error.kind}`);
}
