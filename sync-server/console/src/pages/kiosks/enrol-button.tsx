import { Alert, Button, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as z from 'zod/mini';
import type { ApiError } from '../../api/api-error.ts';
import { type enrolmentCodeSchema, makeEnrolmentCode } from '../../api/fleet.ts';
import { formatMinute } from '../../format/time.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { useErrorText } from '../../parts/error-text.ts';

type Code = z.infer<typeof enrolmentCodeSchema>;

/** Makes an enrolment code and shows it, this once. */
export function EnrolButton({ id, small = false }: { readonly id: string; readonly small?: boolean }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [code, setCode] = useState<Code | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  const make = async () => {
    const result = await makeEnrolmentCode(id);
    setError(result.ok ? null : result.error);
    setCode(result.ok ? result.value : null);
  };
  const close = () => {
    setCode(null);
    setError(null);
  };
  return (
    <>
      <Popconfirm
        title={t('kiosk.enrolConfirm')}
        description={<span className="confirm-text">{t('kiosk.enrolConfirmHelp')}</span>}
        okText={t('kiosk.enrol')}
        cancelText={t('common.cancel')}
        onConfirm={make}
      >
        <Button size={small ? 'small' : 'medium'}>{t('kiosk.enrol')}</Button>
      </Popconfirm>
      <Modal
        open={code !== null || error !== null}
        title={t('kiosk.enrolTitle', { id })}
        onCancel={close}
        footer={<Button onClick={close}>{t('common.close')}</Button>}
      >
        {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
        {code !== null && (
          <>
            <p className="secret">
              <code>{code.code.replaceAll(/(.{5})(?=.)/g, '$1 ')}</code>
              <CopyButton text={code.code} />
            </p>
            <p>{t('kiosk.enrolHelp', { time: formatMinute(code.expiresAt).slice(11) })}</p>
          </>
        )}
      </Modal>
    </>
  );
}
