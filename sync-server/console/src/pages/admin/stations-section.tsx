import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addStation, changeStation, STATIONS_PATH, type Station, stationsSchema } from '../../api/fleet.ts';
import { useResource } from '../../data/use-resource.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { FormModal } from './form-modal.tsx';
import { useFormRules } from './form-rules.ts';

interface Values {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
}

export function StationsSection() {
  const { t } = useTranslation();
  const rules = useFormRules();
  const stations = useResource({ path: STATIONS_PATH, schema: stationsSchema, topics: ['kiosks'] });
  const [editing, setEditing] = useState<Station | 'new' | null>(null);
  const changed = editing !== null && editing !== 'new' ? editing : null;
  const columns: Column<Station>[] = [
    { key: 'id', title: t('admin.station.id'), value: (row) => row.id },
    { key: 'zh', title: t('admin.station.zh'), value: (row) => row.zh },
    { key: 'en', title: t('admin.station.en'), value: (row) => row.en },
    {
      key: 'kiosks',
      title: t('admin.station.kiosks'),
      numeric: true,
      value: (row) => row.kiosks,
      render: (row) => (row.kiosks === 0 ? 0 : <Link to={`/kiosks?station=${row.id}`}>{row.kiosks}</Link>),
    },
  ];
  const add = (
    <Button type="primary" onClick={() => setEditing('new')}>
      {t('admin.station.add')}
    </Button>
  );
  return (
    <>
      <ResourceView resource={stations}>
        {(data) => (
          <DataTable
            rows={data.stations}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.stations')}
            file="stations"
            toolbar={add}
            empty={<EmptyNote title={t('admin.station.none')} help={t('admin.station.noneHelp')} />}
            controls={{
              title: t('common.actions'),
              width: 100,
              render: (row) => (
                <Button size="small" onClick={() => setEditing(row)}>
                  {t('admin.edit')}
                </Button>
              ),
            }}
          />
        )}
      </ResourceView>
      <FormModal<Values, unknown>
        open={editing !== null}
        title={changed === null ? t('admin.station.add') : t('admin.station.edit')}
        {...(changed === null ? {} : { initial: changed })}
        save={(values) =>
          changed === null ? addStation(values) : changeStation(changed.id, { zh: values.zh, en: values.en })
        }
        onSaved={stations.refresh}
        onClose={() => setEditing(null)}
      >
        <Form.Item name="id" label={t('admin.station.id')} extra={t('admin.idRule')} rules={rules.id}>
          <Input disabled={changed !== null} maxLength={40} />
        </Form.Item>
        <Form.Item name="zh" label={t('admin.station.zh')} rules={[rules.required]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="en" label={t('admin.station.en')} rules={[rules.required]}>
          <Input maxLength={60} />
        </Form.Item>
      </FormModal>
    </>
  );
}
