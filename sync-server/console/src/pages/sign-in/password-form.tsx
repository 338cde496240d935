import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changePassword, MIN_PASSWORD } from '../../api/access.ts';
import type { ApiError } from '../../api/api-error.ts';
import { useErrorText } from '../../parts/error-text.ts';

interface Values {
  readonly current: string;
  readonly next: string;
  readonly repeat: string;
}

export function PasswordForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [form] = Form.useForm<Values>();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async ({ current, next }: Values) => {
    setBusy(true);
    setError(null);
    const result = await changePassword(current, next);
    setBusy(false);
    if (result.ok) onDone();
    else setError(result.error);
  };
  const fits = (rule: (value: string) => string | null) => ({
    validator: (_: unknown, value: string | undefined) => {
      const wrong = value === undefined || value === '' ? null : rule(value);
      return wrong === null ? Promise.resolve() : Promise.reject(new Error(wrong));
    },
  });

  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      <Form.Item
        name="current"
        label={t('password.current')}
        rules={[{ required: true, message: t('common.required') }]}
      >
        <Input.Password autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="next"
        label={t('password.next')}
        extra={t('password.rule', { count: MIN_PASSWORD })}
        dependencies={['current']}
        rules={[
          { required: true, message: t('common.required') },
          fits((value) =>
            value.length < MIN_PASSWORD ? t('password.short', { count: MIN_PASSWORD }) : null,
          ),
          fits((value) => (value === form.getFieldValue('current') ? t('password.same') : null)),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t('password.repeat')}
        dependencies={['next']}
        rules={[
          { required: true, message: t('common.required') },
          fits((value) => (value === form.getFieldValue('next') ? null : t('password.differs'))),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block loading={busy}>
        {t('password.submit')}
      </Button>
    </Form>
  );
}
