import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signIn } from '../../api/access.ts';
import type { ApiError } from '../../api/api-error.ts';
import { useErrorText } from '../../parts/error-text.ts';
import { useSession } from '../../shell/session.tsx';
import { EntryFrame } from './entry-frame.tsx';

export function SignInPage({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { entered } = useSession();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async ({ name, password }: { name: string; password: string }) => {
    setBusy(true);
    setError(null);
    const me = await signIn(name.trim(), password);
    setBusy(false);
    if (me.ok) entered(me.value);
    else setError(me.error);
  };

  return (
    <EntryFrame title={t('signIn.title')} foot={t('signIn.about')}>
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      {error === null && ended && <Alert type="info" showIcon title={t('signIn.ended')} />}
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item
          name="name"
          label={t('signIn.name')}
          rules={[{ required: true, message: t('signIn.nameMissing') }]}
        >
          <Input autoComplete="username" autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.passwordMissing') }]}
        >
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={busy}>
          {t('signIn.submit')}
        </Button>
      </Form>
    </EntryFrame>
  );
}
