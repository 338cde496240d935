import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role } from '../../api/access.ts';

interface Props {
  readonly value?: Role;
  readonly onChange?: (role: Role) => void;
  readonly id?: string;
}

/** A role to choose, as a field of a form. */
export function RoleSelect(props: Props) {
  const { t } = useTranslation();
  return (
    <Select<Role> {...props} options={ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))} />
  );
}
