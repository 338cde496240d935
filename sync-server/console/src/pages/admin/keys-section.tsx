import { App, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  makeSealingKey,
  SEALING_KEYS_PATH,
  type SealingKeyRow,
  sealingKeysSchema,
} from '../../api/access.ts';
import { useResource } from '../../data/use-resource.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { useErrorText } from '../../parts/error-text.ts';
import { ResourceView } from '../../parts/resource-view.tsx';

/** The keys to which kiosks seal what is personal, and how a new one is made. */
export function KeysSection() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const keys = useResource({ path: SEALING_KEYS_PATH, schema: sealingKeysSchema, topics: [] });
  const make = async () => {
    const made = await makeSealingKey();
    if (made.ok) void message.success(t('admin.keys.made'));
    else void message.error(errorText(made.error));
    keys.refresh();
  };
  const columns: Column<SealingKeyRow>[] = [
    {
      key: 'kid',
      title: t('admin.keys.kid'),
      value: (row) => row.kid,
      render: (row) => <code>{row.kid}</code>,
    },
    {
      key: 'made',
      title: t('admin.keys.madeAt'),
      value: (row) => (row.madeAt === null ? null : formatMinute(row.madeAt)),
    },
    {
      key: 'use',
      title: t('admin.keys.use'),
      value: (row) => (row.current ? t('admin.keys.seals') : t('admin.keys.opens')),
    },
  ];
  return (
    <ResourceView resource={keys}>
      {(data) => (
        <>
          <p className="section-help">
            {t('admin.keys.help', { days: data.retentionDays, kioskDays: data.kioskDays })}
          </p>
          <DataTable
            rows={data.keys.toReversed()}
            rowKey={(row) => row.kid}
            columns={columns}
            label={t('admin.tabs.keys')}
            file={null}
            empty={null}
            toolbar={
              <Popconfirm
                title={t('admin.keys.makeTitle')}
                description={<span className="confirm-text">{t('admin.keys.makeHelp')}</span>}
                okText={t('admin.keys.make')}
                cancelText={t('common.cancel')}
                onConfirm={() => void make()}
              >
                <Button type="primary">{t('admin.keys.make')}</Button>
              </Popconfirm>
            }
          />
        </>
      )}
    </ResourceView>
  );
}
