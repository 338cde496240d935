import { Button, DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addKiosk,
  changeKiosk,
  FLEET_PATH,
  fleetSchema,
  type Kiosk,
  STATIONS_PATH,
  stationsSchema,
} from '../../api/fleet.ts';
import { useResource } from '../../data/use-resource.ts';
import { useNames } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { EnrolButton } from '../kiosks/enrol-button.tsx';
import { KioskStateMark } from '../kiosks/kiosk-state-mark.tsx';
import { FormModal } from './form-modal.tsx';
import { useFormRules } from './form-rules.ts';

interface Values {
  readonly id: string;
  readonly stationId: string;
  readonly model: string;
  readonly installedOn: Dayjs;
}

export function KiosksSection() {
  const { t } = useTranslation();
  const name = useNames();
  const fleet = useResource({ path: FLEET_PATH, schema: fleetSchema, topics: ['kiosks'] });
  const [editing, setEditing] = useState<Kiosk | 'new' | null>(null);
  const columns: Column<Kiosk>[] = [
    { key: 'id', title: t('kiosks.id'), value: (row) => row.id, render: (row) => <KioskLink id={row.id} /> },
    { key: 'station', title: t('kiosks.station'), value: (row) => name(row.station) },
    { key: 'model', title: t('kiosks.model'), value: (row) => row.model },
    { key: 'installed', title: t('kiosks.installed'), value: (row) => row.installedOn },
    {
      key: 'enrolled',
      title: t('admin.kiosk.enrolled'),
      value: (row) => row.epoch,
      render: (row) =>
        row.epoch === 0 ? t('admin.kiosk.never') : t('admin.kiosk.epoch', { epoch: row.epoch }),
    },
    {
      key: 'state',
      title: t('kiosks.state'),
      value: (row) => t(`state.${row.state}`),
      render: (row) => <KioskStateMark kiosk={row} />,
    },
  ];
  return (
    <>
      <ResourceView resource={fleet}>
        {(data) => (
          <DataTable
            rows={data.kiosks}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.kiosks')}
            file="kiosks"
            toolbar={
              <Button type="primary" onClick={() => setEditing('new')}>
                {t('admin.kiosk.add')}
              </Button>
            }
            empty={<EmptyNote title={t('kiosks.empty')} help={t('admin.station.noneHelp')} />}
            controls={{
              title: t('common.actions'),
              width: 190,
              render: (row) => (
                <span className="row-actions">
                  <Button size="small" onClick={() => setEditing(row)}>
                    {t('admin.edit')}
                  </Button>
                  <EnrolButton id={row.id} small />
                </span>
              ),
            }}
          />
        )}
      </ResourceView>
      <KioskForm editing={editing} onSaved={fleet.refresh} onClose={() => setEditing(null)} />
    </>
  );
}

interface FormProps {
  readonly editing: Kiosk | 'new' | null;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function KioskForm({ editing, onSaved, onClose }: FormProps) {
  const { t } = useTranslation();
  const name = useNames();
  const rules = useFormRules();
  const stations = useResource({ path: STATIONS_PATH, schema: stationsSchema, topics: ['kiosks'] });
  const changed = editing !== null && editing !== 'new' ? editing : null;
  const save = ({ id, stationId, model, installedOn }: Values) => {
    const values = { stationId, model, installedOn: installedOn.format('YYYY-MM-DD') };
    return changed === null ? addKiosk({ id, ...values }) : changeKiosk(changed.id, values);
  };
  return (
    <FormModal<Values, unknown>
      open={editing !== null}
      title={changed === null ? t('admin.kiosk.add') : t('admin.kiosk.edit')}
      {...(changed === null
        ? {}
        : {
            initial: {
              id: changed.id,
              stationId: changed.station.id,
              model: changed.model,
              installedOn: dayjs(changed.installedOn),
            },
          })}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
      <Form.Item name="id" label={t('kiosks.id')} extra={t('admin.idRule')} rules={rules.id}>
        <Input disabled={changed !== null} maxLength={40} />
      </Form.Item>
      <Form.Item
        name="stationId"
        label={t('kiosks.station')}
        rules={[rules.chosen]}
        {...(stations.data?.stations.length === 0 ? { extra: t('admin.kiosk.needStation') } : {})}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(stations.data?.stations ?? []).map((station) => ({
            value: station.id as string,
            label: name(station),
          }))}
        />
      </Form.Item>
      <Form.Item name="model" label={t('kiosks.model')} rules={[rules.required]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="installedOn" label={t('kiosks.installed')} rules={[rules.chosen]}>
        <DatePicker format="YYYY-MM-DD" />
      </Form.Item>
    </FormModal>
  );
}
