import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ADMIN_SECTIONS, openSections } from '../../shell/permissions.ts';
import { useMe } from '../../shell/session.tsx';
import { AuditSection } from './audit-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { KiosksSection } from './kiosks-section.tsx';
import { SealedSection } from './sealed-section.tsx';
import { StaffSection } from './staff-section.tsx';
import { StationsSection } from './stations-section.tsx';
import { TokensSection } from './tokens-section.tsx';

type Section = keyof typeof ADMIN_SECTIONS;

export function AdminPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sections = openSections(useMe(), ADMIN_SECTIONS);
  const { section } = useParams();
  const shown = sections.find((one) => one === section) ?? sections[0];
  if (shown === undefined) return <EmptyNote title={t('errors.forbidden')} help="" />;
  return (
    <>
      <PageHead title={t('admin.title')} />
      <Tabs
        activeKey={shown}
        onChange={(key) => void navigate(`/admin/${key}`)}
        destroyOnHidden
        items={sections.map((one) => ({ key: one, label: t(`admin.tabs.${one}`), children: content(one) }))}
      />
    </>
  );
}

function content(section: Section): ReactNode {
  switch (section) {
    case 'stations':
      return <StationsSection />;
    case 'kiosks':
      return <KiosksSection />;
    case 'staff':
      return <StaffSection />;
    case 'tokens':
      return <TokensSection />;
    case 'keys':
      return <KeysSection />;
    case 'audit':
      return <AuditSection />;
    case 'sealed':
      return <SealedSection />;
  }
}
