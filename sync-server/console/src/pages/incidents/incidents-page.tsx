import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import {
  CONFLICTS_PATH,
  conflictsSchema,
  INCIDENTS_PATH,
  incidentsSchema,
  QUARANTINE_PATH,
  quarantineSchema,
} from '../../api/incidents.ts';
import { useResource } from '../../data/use-resource.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { INCIDENT_SECTIONS, openSections } from '../../shell/permissions.ts';
import { useMe } from '../../shell/session.tsx';
import { CompletenessSection } from './completeness-section.tsx';
import { ConflictsTable } from './conflicts-table.tsx';
import { FramesTable } from './frames-table.tsx';
import { QuarantineTable } from './quarantine-table.tsx';

type Section = keyof typeof INCIDENT_SECTIONS;

/** What came in that should not have, in plain words. */
export function IncidentsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const sections = openSections(useMe(), INCIDENT_SECTIONS);
  const { section } = useParams();
  const shown = sections.find((one) => one === section) ?? sections[0];
  return (
    <>
      <PageHead title={t('incidents.title')} />
      <Tabs
        activeKey={shown ?? ''}
        onChange={(key) => void navigate(`/incidents/${key}`)}
        destroyOnHidden
        items={sections.map((one) => ({
          key: one,
          label: t(`incidents.tabs.${one}`),
          children: content(one),
        }))}
      />
    </>
  );
}

function content(section: Section): ReactNode {
  switch (section) {
    case 'frames':
      return <Frames />;
    case 'quarantine':
      return <Quarantine />;
    case 'conflicts':
      return <Conflicts />;
    case 'completeness':
      return <CompletenessSection />;
  }
}

function Frames() {
  const { t } = useTranslation();
  const resource = useResource({ path: INCIDENTS_PATH, schema: incidentsSchema, topics: ['incidents'] });
  return (
    <>
      <p className="section-help">{t('incidents.framesHelp')}</p>
      <ResourceView resource={resource}>{(data) => <FramesTable incidents={data.incidents} />}</ResourceView>
    </>
  );
}

function Quarantine() {
  const { t } = useTranslation();
  const resource = useResource({ path: QUARANTINE_PATH, schema: quarantineSchema, topics: ['quarantine'] });
  return (
    <>
      <p className="section-help">{t('incidents.quarantineHelp')}</p>
      <ResourceView resource={resource}>
        {(data) => <QuarantineTable entries={data.entries} onResolved={resource.refresh} />}
      </ResourceView>
    </>
  );
}

function Conflicts() {
  const { t } = useTranslation();
  const resource = useResource({
    path: CONFLICTS_PATH,
    schema: conflictsSchema,
    topics: ['incidents', 'quarantine'],
  });
  return (
    <>
      <p className="section-help">{t('incidents.conflictsHelp')}</p>
      <ResourceView resource={resource}>
        {(data) => <ConflictsTable conflicts={data.conflicts} />}
      </ResourceView>
    </>
  );
}
