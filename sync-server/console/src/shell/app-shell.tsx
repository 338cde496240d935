import { Layout, Menu } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { AccountMenu } from './account-menu.tsx';
import { LiveBadge } from './live-badge.tsx';
import { type MenuSection, openMenu } from './permissions.ts';
import { useMe } from './session.tsx';

export function AppShell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useLocation();
  const section = pathname.split('/')[1] ?? '';
  const label = (name: MenuSection) => t(`menu.${name === '' ? 'overview' : name}`);
  const items = openMenu(me).map((name) => ({
    key: name,
    label: <Link to={`/${name}`}>{label(name)}</Link>,
  }));

  return (
    <Layout className="shell">
      <a className="skip" href="#content">
        {t('menu.skip')}
      </a>
      <Layout.Sider width={168} theme="light" className="shell-sider">
        <div className="brand">
          <img src="/console/icon.svg" alt="" width={24} height={24} />
          <span className="brand-name">
            {t('productName')}
            <span className="brand-part">{t('productPart')}</span>
          </span>
        </div>
        <nav aria-label={t('menu.label')}>
          <Menu mode="inline" selectedKeys={[section]} items={items} />
        </nav>
        <p className="brand-foot">{t('bureau')}</p>
      </Layout.Sider>
      <Layout>
        <Layout.Header className="shell-header">
          <LiveBadge />
          <AccountMenu />
        </Layout.Header>
        <Layout.Content id="content" className="shell-content" role="main" tabIndex={-1}>
          {children}
        </Layout.Content>
      </Layout>
    </Layout>
  );
}
