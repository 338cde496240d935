import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Kiosk } from '../../api/fleet.ts';
import { useNow } from '../../data/use-now.ts';
import { formatBytes } from '../../format/numbers.ts';
import { formatAgo, formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { useKnownText } from '../../parts/known-text.ts';
import { ClockError } from './kiosks-table.tsx';
import { WorkWord } from './work-mark.tsx';

/** What is known of a kiosk, and what it told last. */
export function KioskFacts({ kiosk }: { readonly kiosk: Kiosk }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const screen = useKnownText((texts) => texts.faultWords.screens);
  const contact =
    kiosk.lastContactAt === null
      ? t('common.never')
      : `${formatAgo(kiosk.lastContactAt, now, language)}（${formatMinute(kiosk.lastContactAt)}）`;
  const storage =
    kiosk.storage === null
      ? '—'
      : `${t('kiosks.storageUsed', {
          used: formatBytes(kiosk.storage.usedBytes, language),
          quota: formatBytes(kiosk.storage.quotaBytes, language),
        })} · ${t(kiosk.storage.persisted ? 'kiosks.storagePersistent' : 'kiosks.storageTemporary')}${
          kiosk.storage.spared === null
            ? ''
            : ` · ${t(kiosk.storage.spared ? 'kiosks.storageSpared' : 'kiosks.storageNotSpared')}`
        }`;
  const queue =
    kiosk.queued === 0 || kiosk.oldestAt === null
      ? t('kiosks.entries', { count: kiosk.queued })
      : `${t('kiosks.entries', { count: kiosk.queued })} · ${t('overview.queueOldest', { span: formatSpan(now - kiosk.oldestAt, language) })}`;
  return (
    <Descriptions
      size="small"
      column={4}
      items={[
        { key: 'contact', label: t('kiosks.lastContact'), children: contact },
        {
          key: 'connected',
          label: t('kiosk.connectedNow'),
          children: kiosk.connected ? t('common.yes') : t('common.no'),
        },
        {
          key: 'screen',
          label: t('kiosk.screen'),
          children: kiosk.screen === null ? '—' : screen(kiosk.screen),
        },
        { key: 'clock', label: t('kiosks.clock'), children: <ClockError ms={kiosk.clockErrorMs} /> },
        { key: 'queue', label: t('kiosks.queue'), children: queue },
        {
          key: 'lacking',
          label: <span title={t('kiosk.lackingHelp')}>{t('kiosk.lacking')}</span>,
          children:
            kiosk.lacking === 0 ? (
              t('kiosks.entries', { count: 0 })
            ) : (
              <span className="warn-text">{t('kiosks.entries', { count: kiosk.lacking })}</span>
            ),
        },
        { key: 'storage', label: t('kiosks.storage'), children: storage },
        { key: 'work', label: t('kiosks.workTitle'), children: <WorkWord level={kiosk.work.level} /> },
        { key: 'software', label: t('kiosks.software'), children: kiosk.software ?? '—' },
        { key: 'model', label: t('kiosks.model'), children: kiosk.model },
        { key: 'installed', label: t('kiosks.installed'), children: kiosk.installedOn },
        {
          key: 'epoch',
          label: t('kiosk.epoch'),
          children: kiosk.epoch === 0 ? t('kiosk.epochsNone') : kiosk.epoch,
        },
        ...(kiosk.demo ? [{ key: 'demo', label: t('kiosks.demo'), children: t('kiosks.demoHelp') }] : []),
      ]}
    />
  );
}
