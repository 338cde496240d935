import { useTranslation } from 'react-i18next';
import type { KioskGaps } from '../../api/completeness.ts';
import { useNow } from '../../data/use-now.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';

const isOpen = ({ lacking, silentSince, setAside }: KioskGaps) =>
  lacking.length > 0 || silentSince !== null || setAside > 0;
const lackingOf = ({ lacking }: KioskGaps) => lacking.reduce((sum, { count }) => sum + count, 0);

/** Kiosks that owe something, or of which nobody knows whether they do. */
export function GapsTable({ kiosks }: { readonly kiosks: readonly KioskGaps[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const places = ({ lacking }: KioskGaps) =>
    lacking.map(({ epoch, from, to, current }) =>
      t(current ? 'completeness.range' : 'completeness.rangeOld', { epoch, from, to }),
    );
  const oldest = ({ lacking }: KioskGaps) =>
    lacking.length === 0 ? null : Math.min(...lacking.map(({ notBefore }) => notBefore));
  const columns: Column<KioskGaps>[] = [
    {
      key: 'kiosk',
      title: t('incidents.kiosk'),
      value: (row) => row.kiosk,
      render: (row) => <KioskLink id={row.kiosk} />,
    },
    {
      key: 'lacking',
      title: t('completeness.lackingHead'),
      numeric: true,
      value: lackingOf,
      render: (row) => formatCount(lackingOf(row), language),
    },
    {
      key: 'places',
      title: t('completeness.places'),
      value: (row) => places(row).join('; '),
      render: (row) => places(row).map((place) => <div key={place}>{place}</div>),
    },
    {
      key: 'oldest',
      title: t('completeness.oldest'),
      value: (row) => {
        const at = oldest(row);
        return at === null ? null : formatMinute(at);
      },
    },
    {
      key: 'silent',
      title: t('completeness.silentHead'),
      value: (row) => (row.silentSince === null ? null : formatMinute(row.silentSince)),
      render: (row) =>
        row.silentSince === null ? (
          '—'
        ) : (
          <span title={formatMinute(row.silentSince)}>{formatSpan(now - row.silentSince, language)}</span>
        ),
    },
    {
      key: 'set-aside',
      title: t('completeness.setAsideHead'),
      numeric: true,
      value: (row) => row.setAside,
      render: (row) => formatCount(row.setAside, language),
    },
  ];
  return (
    <DataTable
      rows={kiosks.filter(isOpen)}
      rowKey={(row) => row.kiosk}
      columns={columns}
      label={t('completeness.gaps')}
      file="completeness"
      sortName="gaps"
      initialSort={{ column: 'lacking', descending: true }}
      empty={<EmptyNote title={t('completeness.gapsNone')} help={t('completeness.gapsNoneHelp')} />}
    />
  );
}
