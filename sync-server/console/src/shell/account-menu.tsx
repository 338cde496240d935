import { App, Button, Dropdown, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PasswordForm } from '../pages/sign-in/password-form.tsx';
import { LanguageButton } from './language-button.tsx';
import { useMe, useSession } from './session.tsx';

export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const { leave } = useSession();
  const { message } = App.useApp();
  const [changing, setChanging] = useState(false);
  return (
    <div className="account">
      <LanguageButton />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'password', label: t('account.changePassword'), onClick: () => setChanging(true) },
            { key: 'leave', label: t('account.signOut'), onClick: () => void leave() },
          ],
        }}
      >
        <Button type="text" className="account-name">
          {t('account.menu', { name: me.name, role: t(`roles.${me.role}`) })}
          <span aria-hidden="true" className="caret" />
        </Button>
      </Dropdown>
      <Modal
        open={changing}
        title={t('password.title')}
        footer={null}
        destroyOnHidden
        onCancel={() => setChanging(false)}
        width={400}
      >
        <PasswordForm
          onDone={() => {
            setChanging(false);
            void message.success(t('password.done'));
          }}
        />
      </Modal>
    </div>
  );
}
