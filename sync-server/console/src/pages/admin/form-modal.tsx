import type { Result } from '@haizhu/shared/result';
import { Alert, Form, type FormInstance, Modal } from 'antd';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../api/api-error.ts';
import { useErrorText } from '../../parts/error-text.ts';

interface Props<V extends object, R> {
  readonly open: boolean;
  readonly title: string;
  readonly initial?: Partial<V>;
  readonly okText?: string;
  readonly save: (values: V) => Promise<Result<R, ApiError>>;
  readonly onSaved: (result: R) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog: stays open with the server's reason when it was refused, the field marked if it names one. */
export function FormModal<V extends object, R>(props: Props<V, R>) {
  const { open, title, initial, okText, save, onSaved, onClose, children } = props;
  const { t } = useTranslation();
  const errorText = useErrorText();
  const formName = useId();
  const [form] = Form.useForm<V>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    if (open) setError(null);
  }, [open]);

  const submit = async (values: V) => {
    setBusy(true);
    setError(null);
    const result = await save(values);
    setBusy(false);
    if (result.ok) {
      onSaved(result.value);
      onClose();
    } else if (!marked(form, result.error, errorText(result.error))) setError(result.error);
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={okText ?? t('common.save')}
      okButtonProps={{ loading: busy }}
      cancelText={t('common.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      {error !== null && <Alert type="error" showIcon title={errorText(error)} />}
      <Form<V>
        form={form}
        name={formName}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={(values) => void submit(values)}
        {...(initial ? { initialValues: initial } : {})}
      >
        {children}
      </Form>
    </Modal>
  );
}

/** Writes the reason under the field that the server named; false when the form has no such field. */
function marked<V>(form: FormInstance<V>, error: ApiError, text: string): boolean {
  const { field } = error;
  if (field === null || !Object.hasOwn(form.getFieldsValue(true) as object, field)) return false;
  form.setFields([
    { name: field, errors: [text] } as unknown as Parameters<typeof form.setFields>[0][number],
  ]);
  return true;
}
