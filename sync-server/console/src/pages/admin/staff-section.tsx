import { App, Button, Form, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addStaff,
  changeStaff,
  MIN_PASSWORD,
  type Role,
  STAFF_PATH,
  type Staff,
  staffSchema,
} from '../../api/access.ts';
import { useResource } from '../../data/use-resource.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { useErrorText } from '../../parts/error-text.ts';
import { ResourceView } from '../../parts/resource-view.tsx';
import { useMe } from '../../shell/session.tsx';
import { FormModal } from './form-modal.tsx';
import { useFormRules } from './form-rules.ts';
import { RoleSelect } from './role-select.tsx';

interface NewStaff {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

export function StaffSection() {
  const { t } = useTranslation();
  const me = useMe();
  const rules = useFormRules();
  const errorText = useErrorText();
  const { message } = App.useApp();
  const staff = useResource({ path: STAFF_PATH, schema: staffSchema, topics: [] });
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<Staff | null>(null);
  const [resetting, setResetting] = useState<Staff | null>(null);

  const setDisabled = async (row: Staff, disabled: boolean) => {
    const result = await changeStaff(row.id, { disabled });
    if (!result.ok) void message.error(errorText(result.error));
    staff.refresh();
  };
  const columns: Column<Staff>[] = [
    {
      key: 'name',
      title: t('admin.staff.name'),
      value: (row) => row.name,
      render: (row) => (
        <>
          {row.name} {row.name === me.name && <span className="quiet">{t('admin.staff.self')}</span>}
        </>
      ),
    },
    { key: 'role', title: t('admin.staff.role'), value: (row) => t(`roles.${row.role}`) },
    {
      key: 'state',
      title: t('admin.staff.state'),
      value: (row) => (row.disabledAt === null ? t('admin.staff.active') : t('admin.staff.disabled')),
    },
    { key: 'created', title: t('admin.staff.created'), value: (row) => formatMinute(row.createdAt) },
  ];
  return (
    <>
      <ResourceView resource={staff}>
        {(data) => (
          <DataTable
            rows={data.staff}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.staff')}
            file="staff"
            toolbar={
              <Button type="primary" onClick={() => setAdding(true)}>
                {t('admin.staff.add')}
              </Button>
            }
            empty={<EmptyNote title={t('admin.staff.none')} help={t('admin.staff.noneHelp')} />}
            rowClassName={(row) => (row.disabledAt === null ? '' : 'row-off')}
            controls={{
              title: t('common.actions'),
              width: 240,
              // Somebody else changes your account; your own password is at the top right.
              render: (row) =>
                row.name === me.name ? (
                  <span className="quiet">—</span>
                ) : (
                  <StaffActions
                    row={row}
                    onRole={() => setChanging(row)}
                    onReset={() => setResetting(row)}
                    onDisabled={(disabled) => void setDisabled(row, disabled)}
                  />
                ),
            }}
          />
        )}
      </ResourceView>
      <FormModal<NewStaff, unknown>
        open={adding}
        title={t('admin.staff.add')}
        save={addStaff}
        onSaved={staff.refresh}
        onClose={() => setAdding(false)}
      >
        <Form.Item
          name="name"
          label={t('admin.staff.name')}
          extra={t('admin.staff.nameRule')}
          rules={rules.staffName}
        >
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t('admin.staff.role')} rules={[rules.chosen]}>
          <RoleSelect />
        </Form.Item>
        <FirstPassword />
      </FormModal>
      <FormModal<{ role: Role }, unknown>
        open={changing !== null}
        title={t('admin.staff.roleTitle', { name: changing?.name ?? '' })}
        {...(changing === null ? {} : { initial: { role: changing.role } })}
        save={({ role }) => changeStaff(changing?.id ?? 0, { role })}
        onSaved={staff.refresh}
        onClose={() => setChanging(null)}
      >
        <Form.Item name="role" label={t('admin.staff.role')} rules={[rules.chosen]}>
          <RoleSelect />
        </Form.Item>
      </FormModal>
      <FormModal<{ password: string }, unknown>
        open={resetting !== null}
        title={t('admin.staff.resetTitle', { name: resetting?.name ?? '' })}
        save={({ password }) => changeStaff(resetting?.id ?? 0, { password })}
        onSaved={() => void message.success(t('admin.staff.resetDone', { name: resetting?.name ?? '' }))}
        onClose={() => setResetting(null)}
      >
        <FirstPassword />
      </FormModal>
    </>
  );
}

function FirstPassword() {
  const { t } = useTranslation();
  const rules = useFormRules();
  return (
    <Form.Item
      name="password"
      label={t('admin.staff.password')}
      extra={t('admin.staff.passwordHelp', { count: MIN_PASSWORD })}
      rules={rules.password(MIN_PASSWORD)}
    >
      <Input.Password maxLength={200} autoComplete="new-password" />
    </Form.Item>
  );
}

interface ActionsProps {
  readonly row: Staff;
  readonly onRole: () => void;
  readonly onReset: () => void;
  readonly onDisabled: (disabled: boolean) => void;
}

function StaffActions({ row, onRole, onReset, onDisabled }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <span className="row-actions">
      <Button size="small" onClick={onRole}>
        {t('admin.staff.changeRole')}
      </Button>
      <Button size="small" onClick={onReset}>
        {t('admin.staff.reset')}
      </Button>
      {row.disabledAt === null ? (
        <Popconfirm
          title={t('admin.staff.disableTitle', { name: row.name })}
          description={<span className="confirm-text">{t('admin.staff.disableHelp')}</span>}
          okText={t('admin.staff.disable')}
          cancelText={t('common.cancel')}
          onConfirm={() => onDisabled(true)}
        >
          <Button size="small" danger>
            {t('admin.staff.disable')}
          </Button>
        </Popconfirm>
      ) : (
        <Button size="small" onClick={() => onDisabled(false)}>
          {t('admin.staff.enable')}
        </Button>
      )}
    </span>
  );
}
