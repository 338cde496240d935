import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/api-error.ts';
import { revokeKiosk } from '../../api/fleet.ts';
import { useErrorText } from '../../parts/error-text.ts';

/** Takes a kiosk's right to speak away, after a confirmation with a reason. */
export function RevokeButton({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const revoke = async ({ reason }: { reason: string }) => {
    setBusy(true);
    const result = await revokeKiosk(id, reason.trim());
    setBusy(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    setOpen(false);
    void message.success(t('kiosk.revokeDone', { id }));
    onDone();
  };
  return (
    <>
      <Button danger onClick={() => setOpen(true)}>
        {t('kiosk.revoke')}
      </Button>
      <Modal
        open={open}
        title={t('kiosk.revokeTitle', { id })}
        okText={t('kiosk.revoke')}
        okButtonProps={{ danger: true, loading: busy }}
        cancelText={t('common.cancel')}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
        <p>{t('kiosk.revokeHelp')}</p>
        <Form form={form} layout="vertical" onFinish={(values) => void revoke(values)}>
          <Form.Item
            name="reason"
            label={t('kiosk.revokeReason')}
            rules={[{ required: true, whitespace: true, message: t('kiosk.revokeReasonMissing') }]}
          >
            <Input maxLength={200} autoFocus />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
