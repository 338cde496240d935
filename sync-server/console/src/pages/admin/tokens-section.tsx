import { App, Button, Form, Input, Modal, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ApiToken,
  addToken,
  type Role,
  revokeToken,
  TOKENS_PATH,
  tokensSchema,
} from '../../api/access.ts';
import { useNow } from '../../data/use-now.ts';
import { useResource } from '../../data/use-resource.ts';
import { formatAgo, formatMinute } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { useErrorText } from '../../parts/error-text.ts';
import { ResourceView } from '../../parts/resource-view.tsx';
import { FormModal } from './form-modal.tsx';
import { useFormRules } from './form-rules.ts';
import { RoleSelect } from './role-select.tsx';

interface NewToken {
  readonly name: string;
  readonly role: Role;
}

/** Tokens for scripts; the text of a new one is shown this once. */
export function TokensSection() {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const rules = useFormRules();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const tokens = useResource({ path: TOKENS_PATH, schema: tokensSchema, topics: [] });
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<string | null>(null);

  const revoke = async (id: number) => {
    const result = await revokeToken(id);
    if (!result.ok) void message.error(errorText(result.error));
    tokens.refresh();
  };
  const columns: Column<ApiToken>[] = [
    { key: 'name', title: t('admin.token.name'), value: (row) => row.name },
    { key: 'role', title: t('admin.token.role'), value: (row) => t(`roles.${row.role}`) },
    {
      key: 'state',
      title: t('admin.token.state'),
      value: (row) =>
        row.revokedAt === null
          ? t('admin.token.active')
          : t('admin.token.revoked', { time: formatMinute(row.revokedAt) }),
    },
    {
      key: 'used',
      title: t('admin.token.used'),
      value: (row) => (row.lastUsedAt === null ? null : formatMinute(row.lastUsedAt)),
      render: (row) =>
        row.lastUsedAt === null ? t('common.never') : formatAgo(row.lastUsedAt, now, language),
    },
    { key: 'by', title: t('admin.token.by'), value: (row) => row.createdBy },
    { key: 'created', title: t('admin.token.created'), value: (row) => formatMinute(row.createdAt) },
  ];
  return (
    <>
      <p className="section-help">{t('admin.token.help')}</p>
      <ResourceView resource={tokens}>
        {(data) => (
          <DataTable
            rows={data.tokens}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.tokens')}
            file="tokens"
            toolbar={
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('admin.token.add')}
              </Button>
            }
            empty={<EmptyNote title={t('admin.token.none')} help={t('admin.token.noneHelp')} />}
            rowClassName={(row) => (row.revokedAt === null ? '' : 'row-off')}
            controls={{
              title: t('common.actions'),
              width: 100,
              render: (row) =>
                row.revokedAt === null && (
                  <Popconfirm
                    title={t('admin.token.revokeTitle', { name: row.name })}
                    description={<span className="confirm-text">{t('admin.token.revokeHelp')}</span>}
                    okText={t('admin.token.revoke')}
                    cancelText={t('common.cancel')}
                    onConfirm={() => void revoke(row.id)}
                  >
                    <Button size="small" danger>
                      {t('admin.token.revoke')}
                    </Button>
                  </Popconfirm>
                ),
            }}
          />
        )}
      </ResourceView>
      <FormModal<NewToken, { token: string }>
        open={adding}
        title={t('admin.token.add')}
        save={addToken}
        onSaved={({ token }) => {
          setMade(token);
          tokens.refresh();
        }}
        onClose={() => setAdding(false)}
      >
        <Form.Item name="name" label={t('admin.token.name')} rules={[rules.required]}>
          <Input maxLength={60} placeholder={t('admin.token.namePlaceholder')} />
        </Form.Item>
        <Form.Item name="role" label={t('admin.token.role')} rules={[rules.chosen]}>
          <RoleSelect />
        </Form.Item>
      </FormModal>
      <Modal
        open={made !== null}
        title={t('admin.token.madeTitle')}
        closable={false}
        mask={{ closable: false }}
        keyboard={false}
        footer={
          <Button type="primary" onClick={() => setMade(null)}>
            {t('common.close')}
          </Button>
        }
      >
        <p>{t('admin.token.madeHelp')}</p>
        {made !== null && (
          <p className="secret secret-long">
            <code>{made}</code>
            <CopyButton text={made} />
          </p>
        )}
        <p className="quiet">{t('admin.token.use')}</p>
      </Modal>
    </>
  );
}
