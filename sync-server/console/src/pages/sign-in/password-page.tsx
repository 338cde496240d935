import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe, useSession } from '../../shell/session.tsx';
import { EntryFrame } from './entry-frame.tsx';
import { PasswordForm } from './password-form.tsx';

/** Stands before everything else for as long as the one-time password has not been changed. */
export function PasswordPage() {
  const { t } = useTranslation();
  const me = useMe();
  const { entered } = useSession();
  return (
    <EntryFrame title={t('password.title')}>
      <Alert type="info" showIcon title={t('password.forced')} />
      <PasswordForm onDone={() => entered({ ...me, mustChangePassword: false })} />
    </EntryFrame>
  );
}
