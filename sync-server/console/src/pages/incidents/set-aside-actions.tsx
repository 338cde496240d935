import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissSetAside, openSetAside, repairSetAside, type SetAside } from '../../api/incidents.ts';
import { useErrorText } from '../../parts/error-text.ts';
import { FormModal } from '../admin/form-modal.tsx';
import { correctionOf, isObjectText, type RepairValues, valuesOf } from './correction.ts';

interface Props {
  readonly entry: SetAside;
  readonly onDone: () => void;
}

/** What can still be done with a set-aside entry: an open one repaired or dismissed, a dismissed one repaired. */
export function SetAsideActions({ entry, onDone }: Props) {
  if (entry.state === 'repaired') return null;
  return (
    <span className="row-actions">
      <RepairButton entry={entry} onDone={onDone} />
      {entry.state === 'open' && <DismissButton entry={entry} onDone={onDone} />}
    </span>
  );
}

function RepairButton({ entry, onDone }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const errorText = useErrorText();
  const [text, setText] = useState<string | null>(null);
  const open = async () => {
    const read = await openSetAside(entry);
    if (read.ok) setText(read.value.text);
    else void message.error(errorText(read.error));
  };
  const initial = text === null ? null : valuesOf(text, entry.kind);
  return (
    <>
      <Button size="small" onClick={() => void open()}>
        {t('incidents.repair')}
      </Button>
      <FormModal<RepairValues, unknown>
        open={text !== null}
        title={t('incidents.repairTitle', { place: `${entry.origin} ${entry.epoch} / ${entry.seq}` })}
        {...(initial === null ? {} : { initial })}
        okText={t('incidents.repair')}
        save={(values) => repairSetAside(entry, correctionOf(values, initial))}
        onSaved={onDone}
        onClose={() => setText(null)}
      >
        <p>{t('incidents.repairHelp')}</p>
        <details className="set-aside-text">
          <summary>{t('incidents.original')}</summary>
          <pre>{text}</pre>
        </details>
        <Form.Item
          name="kind"
          label={t('incidents.kind')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={60} className="code-input" />
        </Form.Item>
        <Form.Item
          name="body"
          label={t('incidents.content')}
          rules={[
            {
              validator: (_, value: unknown) =>
                isObjectText(value) ? Promise.resolve() : Promise.reject(new Error(t('incidents.notObject'))),
            },
          ]}
        >
          <Input.TextArea rows={10} className="code-input" spellCheck={false} />
        </Form.Item>
        <NoteItem />
      </FormModal>
    </>
  );
}

function DismissButton({ entry, onDone }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('incidents.dismiss')}
      </Button>
      <FormModal<{ note: string }, unknown>
        open={open}
        title={t('incidents.dismissTitle', { place: `${entry.origin} ${entry.epoch} / ${entry.seq}` })}
        okText={t('incidents.dismiss')}
        save={({ note }) => dismissSetAside(entry, note.trim())}
        onSaved={onDone}
        onClose={() => setOpen(false)}
      >
        <p>{t('incidents.dismissHelp')}</p>
        <NoteItem />
      </FormModal>
    </>
  );
}

function NoteItem() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="note"
      label={t('incidents.note')}
      extra={t('incidents.noteHelp')}
      rules={[{ required: true, whitespace: true, message: t('common.required') }]}
    >
      <Input maxLength={500} />
    </Form.Item>
  );
}
