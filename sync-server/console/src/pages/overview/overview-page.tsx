import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FLEET_PATH, type Fleet, fleetSchema } from '../../api/fleet.ts';
import { reportPath, reportSchema } from '../../api/report.ts';
import { CHECK_EVERY_MS } from '../../data/refresh.ts';
import { useNow } from '../../data/use-now.ts';
import { useResource } from '../../data/use-resource.ts';
import { addDays, beijingDay, formatClock } from '../../format/time.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { may } from '../../shell/permissions.ts';
import { useMe } from '../../shell/session.tsx';
import { NeedsTable } from './needs-table.tsx';
import { QueueList } from './queue-list.tsx';
import { StateTiles } from './state-tiles.tsx';
import { TodayFigures } from './today-figures.tsx';
import { USUAL_DAYS, usualVisits } from './usual.ts';

/** First page: who is being hurt now, what waits, and today beside a usual day. */
export function OverviewPage() {
  const { t } = useTranslation();
  const me = useMe();
  const fleet = useResource(
    { path: FLEET_PATH, schema: fleetSchema, topics: ['kiosks', 'faults'] },
    CHECK_EVERY_MS,
  );
  return (
    <>
      <PageHead
        title={t('overview.title')}
        note={fleet.asOf === null ? undefined : t('common.asOf', { time: formatClock(fleet.asOf) })}
      />
      <ResourceView resource={fleet} height={420}>
        {(data) => <FleetNow fleet={data} />}
      </ResourceView>
      {may(me, 'report.read') && <TodayFigures />}
    </>
  );
}

function FleetNow({ fleet }: { readonly fleet: Fleet }) {
  const { t } = useTranslation();
  const today = beijingDay(useNow());
  // Past days hardly change: asked for once, not kept up to date.
  const before = useResource({
    path: reportPath({ from: addDays(today, -USUAL_DAYS), to: addDays(today, -1), groupBy: 'kiosk' }),
    schema: reportSchema,
    topics: [],
  });
  const usual = before.data === null ? new Map<string, number>() : usualVisits(before.data, USUAL_DAYS);
  const active = fleet.kiosks.filter((kiosk) => kiosk.revokedAt === null);
  if (active.length === 0) {
    return (
      <Panel title={t('overview.fleet')}>
        <EmptyNote title={t('overview.noKiosks')} help={t('overview.noKiosksHelp')} />
      </Panel>
    );
  }
  return (
    <>
      <StateTiles kiosks={active} />
      <div className="overview-row">
        <Panel
          title={t('overview.needs')}
          help={t('overview.needsHelp')}
          extra={<Link to="/kiosks">{t('overview.toKiosks')}</Link>}
          className="overview-needs"
        >
          <NeedsTable kiosks={active} usual={usual} />
        </Panel>
        <Panel title={t('overview.queue')} className="overview-queue">
          <QueueList kiosks={fleet.kiosks} />
        </Panel>
      </div>
    </>
  );
}
