import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchMe, signIn } from '../../api/access.ts';
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
    const signed = await signIn(name.trim(), password);
    const me = signed.ok ? await fetchMe() : signed;
    setBusy(false);
    if (me.ok) entered(me.value);
    else setError(me.error);
  };
  const words = (problem: ApiError) => {
    if (problem.kind === 'signed-out') return t('signIn.wrong');
    return problem.status === 429 ? t('signIn.tooMany') : errorText(problem);
  };

  return (
    <EntryFrame title={t('signIn.title')} foot={t('signIn.about')}>
      {error !== null && <Alert type="error" showIcon title={words(error)} />}
      {error === null && ended && <Alert type="info" showIcon title={t('signIn.ended')} />}
      <Form layout="vertical" size="large" requiredMark={false} onFinish={(values) => void submit(values)}>
        <Form.Item name="name" label={t('signIn.name')} rules={[{ required: true, message: t('signIn.nameMissing') }]}>
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
