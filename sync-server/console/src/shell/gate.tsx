import { Alert, Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { LiveProvider } from '../data/live-context.tsx';
import { PasswordPage } from '../pages/sign-in/password-page.tsx';
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx';
import { useErrorText } from '../parts/error-text.ts';
import { Pages } from './pages.tsx';
import { useSession } from './session.tsx';

/** Lets nobody in who has not signed in, and nobody further who still has a one-time password. */
export function Gate() {
  const { t } = useTranslation();
  const { session, ask } = useSession();
  const errorText = useErrorText();
  switch (session.state) {
    case 'asking':
      return (
        <div className="centre">
          <Spin description={t('common.loading')} delay={300} />
        </div>
      );
    case 'unreachable':
      return (
        <div className="centre">
          <Alert
            type="error"
            showIcon
            title={errorText(session.error)}
            action={<Button onClick={ask}>{t('common.retry')}</Button>}
          />
        </div>
      );
    case 'out':
      return <SignInPage ended={session.ended} />;
    case 'in':
      return session.me.mustChangePassword ? (
        <PasswordPage />
      ) : (
        <LiveProvider>
          <Pages />
        </LiveProvider>
      );
  }
}
