import { Button, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { FLEET_PATH, type Fleet, fleetSchema, KIOSK_STATES } from '../../api/fleet.ts';
import { CHECK_EVERY_MS } from '../../data/refresh.ts';
import { useResource } from '../../data/use-resource.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { formatClock } from '../../format/time.ts';
import { useNames } from '../../i18n/index.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { StateShape } from '../../parts/state-mark.tsx';
import { filterKiosks, readKioskFilter, stateKey } from './kiosk-filter.ts';
import { KiosksTable } from './kiosks-table.tsx';

/** Every kiosk with its state. */
export function KiosksPage() {
  const { t } = useTranslation();
  const fleet = useResource(
    { path: FLEET_PATH, schema: fleetSchema, topics: ['kiosks', 'faults'] },
    CHECK_EVERY_MS,
  );
  return (
    <>
      <PageHead
        title={t('kiosks.title')}
        note={fleet.asOf === null ? undefined : t('common.asOf', { time: formatClock(fleet.asOf) })}
      />
      <ResourceView resource={fleet} height={480}>
        {(data) => <FleetList fleet={data} />}
      </ResourceView>
    </>
  );
}

function FleetList({ fleet }: { readonly fleet: Fleet }) {
  const [query] = useUrlState();
  const filter = readKioskFilter(query);
  return (
    <KiosksTable
      kiosks={filterKiosks(fleet.kiosks, filter)}
      filtered={filter.state !== null || filter.station !== null || filter.search !== ''}
      toolbar={<Filters fleet={fleet} />}
    />
  );
}

function Filters({ fleet }: { readonly fleet: Fleet }) {
  const { t } = useTranslation();
  const name = useNames();
  const [query, setQuery] = useUrlState();
  const filter = readKioskFilter(query);
  const count = (state: ReturnType<typeof stateKey>) =>
    fleet.kiosks.filter((kiosk) => stateKey(kiosk) === state).length;
  const revoked = count('revoked');
  const stations = [...new Map(fleet.kiosks.map((kiosk) => [kiosk.station.id, kiosk.station])).values()];
  return (
    <>
      <Segmented
        aria-label={t('kiosks.filterState')}
        value={filter.state ?? ''}
        onChange={(state) => setQuery({ state })}
        options={[
          { value: '', label: `${t('common.all')} ${fleet.kiosks.length - revoked}` },
          ...KIOSK_STATES.map((state) => ({
            value: state,
            label: (
              <span className="segment-state">
                <StateShape state={state} size={12} /> {t(`state.${state}`)} {count(state)}
              </span>
            ),
          })),
          ...(revoked > 0 ? [{ value: 'revoked', label: `${t('state.revoked')} ${revoked}` }] : []),
        ]}
      />
      <Select
        aria-label={t('kiosks.filterStation')}
        placeholder={t('kiosks.filterStation')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        className="filter-station"
        value={filter.station}
        options={stations.map((station) => ({ value: station.id as string, label: name(station) }))}
        onChange={(station: string | null | undefined) => setQuery({ station: station ?? null })}
      />
      <Input.Search
        aria-label={t('kiosks.searchLabel')}
        placeholder={t('kiosks.searchLabel')}
        allowClear
        className="filter-search"
        defaultValue={filter.search}
        onChange={(event) => setQuery({ q: event.target.value })}
      />
      {(filter.state !== null || filter.station !== null) && (
        <Button type="link" onClick={() => setQuery({ state: null, station: null })}>
          {t('common.clearFilter')}
        </Button>
      )}
    </>
  );
}
