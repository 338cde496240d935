import { useTranslation } from 'react-i18next';

/** Short names as the server takes them: readable in a report, safe in an address. */
const ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;
const STAFF_NAME = /^[\p{L}\p{N}._-]{2,40}$/u;

/** The server's rules, told before sending. */
export function useFormRules() {
  const { t } = useTranslation();
  const required = { required: true, whitespace: true, message: t('common.required') };
  return {
    required,
    id: [required, { pattern: ID, message: t('admin.idRule') }],
    staffName: [required, { pattern: STAFF_NAME, message: t('admin.staff.nameRule') }],
    chosen: { required: true, message: t('common.required') },
    password: (min: number) => [required, { min, message: t('password.short', { count: min }) }],
  };
}
