import { Button, Result, Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Routes } from 'react-router';
import { AppShell } from './app-shell.tsx';
import { ErrorBoundary } from './error-boundary.tsx';

const OverviewPage = lazy(async () => ({
  default: (await import('../pages/overview/overview-page.tsx')).OverviewPage,
}));
const KiosksPage = lazy(async () => ({
  default: (await import('../pages/kiosks/kiosks-page.tsx')).KiosksPage,
}));
const KioskPage = lazy(async () => ({ default: (await import('../pages/kiosks/kiosk-page.tsx')).KioskPage }));
const ThroughputPage = lazy(async () => ({
  default: (await import('../pages/throughput/throughput-page.tsx')).ThroughputPage,
}));
const EntriesPage = lazy(async () => ({
  default: (await import('../pages/throughput/entries-page.tsx')).EntriesPage,
}));
const IncidentsPage = lazy(async () => ({
  default: (await import('../pages/incidents/incidents-page.tsx')).IncidentsPage,
}));
const AdminPage = lazy(async () => ({ default: (await import('../pages/admin/admin-page.tsx')).AdminPage }));

export function Pages() {
  return (
    <AppShell>
      <ErrorBoundary>
        <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 12 }} />}>
          <Routes>
            <Route index element={<OverviewPage />} />
            <Route path="kiosks" element={<KiosksPage />} />
            <Route path="kiosks/:id" element={<KioskPage />} />
            <Route path="throughput" element={<ThroughputPage />} />
            <Route path="throughput/entries" element={<EntriesPage />} />
            <Route path="incidents/:section?" element={<IncidentsPage />} />
            <Route path="admin/:section?" element={<AdminPage />} />
            <Route path="*" element={<NoPage />} />
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </AppShell>
  );
}

function NoPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={t('errors.noPage')}
      subTitle={t('errors.noPageHelp')}
      extra={
        <Link to="/">
          <Button type="primary">{t('errors.toOverview')}</Button>
        </Link>
      }
    />
  );
}
