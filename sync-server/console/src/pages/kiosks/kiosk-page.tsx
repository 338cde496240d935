import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type KioskDetail, kioskDetailSchema, kioskPath } from '../../api/fleet.ts';
import { CHECK_EVERY_MS } from '../../data/refresh.ts';
import { useResource } from '../../data/use-resource.ts';
import { formatMinute } from '../../format/time.ts';
import { useNames } from '../../i18n/index.ts';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { may } from '../../shell/permissions.ts';
import { useMe } from '../../shell/session.tsx';
import { ConflictsTable } from '../incidents/conflicts-table.tsx';
import { EnrolButton } from './enrol-button.tsx';
import { EpochsTable } from './epochs-table.tsx';
import { KioskFacts } from './kiosk-facts.tsx';
import { KioskFaults } from './kiosk-faults.tsx';
import { KioskStateMark } from './kiosk-state-mark.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { useWorkReasons } from './work-mark.tsx';

/** One kiosk: what it told last, its faults, its enrolments, its conflicts. */
export function KioskPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useResource(
    { path: kioskPath(id), schema: kioskDetailSchema, topics: ['kiosks', 'faults', 'incidents'] },
    CHECK_EVERY_MS,
  );
  return (
    <>
      <p className="crumb">
        <Link to="/kiosks">{t('kiosks.title')}</Link>
      </p>
      <ResourceView resource={detail} height={480}>
        {(data) => <Detail detail={data} onChanged={detail.refresh} />}
      </ResourceView>
    </>
  );
}

function Detail({ detail, onChanged }: { readonly detail: KioskDetail; readonly onChanged: () => void }) {
  const { t } = useTranslation();
  const name = useNames();
  const me = useMe();
  const { kiosk } = detail;
  const workReasons = useWorkReasons();
  return (
    <>
      <PageHead
        title={
          <span className="kiosk-title">
            {kiosk.id}
            <KioskStateMark kiosk={kiosk} />
          </span>
        }
        note={name(kiosk.station)}
        actions={
          may(me, 'devices.manage') && (
            <>
              <EnrolButton id={kiosk.id} />
              {kiosk.revokedAt === null && <RevokeButton id={kiosk.id} onDone={onChanged} />}
            </>
          )
        }
      />
      {kiosk.revokedAt !== null && (
        <Alert type="warning" showIcon title={t('kiosk.revoked', { time: formatMinute(kiosk.revokedAt) })} />
      )}
      {kiosk.state === 'unknown' && kiosk.lastContactAt !== null && (
        <Alert
          type="info"
          showIcon
          title={t('kiosk.lastTold', { time: formatMinute(kiosk.lastContactAt) })}
        />
      )}
      {kiosk.work.level !== 'ok' && (
        <Alert
          type={kiosk.work.level === 'stop' ? 'error' : 'warning'}
          showIcon
          title={t(`kiosk.work.${kiosk.work.level}`, {
            why: workReasons(kiosk.work).join(t('kiosk.workAnd')),
          })}
        />
      )}
      <Panel title={t('kiosk.facts')}>
        <KioskFacts kiosk={kiosk} />
      </Panel>
      <KioskFaults kiosk={kiosk} faults={detail.faults} />
      <Panel title={t('kiosk.epochs')} help={t('kiosk.epochsHelp')}>
        <EpochsTable epochs={detail.epochs} />
      </Panel>
      <Panel title={t('kiosk.conflicts')}>
        <ConflictsTable conflicts={detail.conflicts} ofKiosk />
      </Panel>
    </>
  );
}
