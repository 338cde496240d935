import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Kiosk } from '../../api/fleet.ts';
import { useNow } from '../../data/use-now.ts';
import { formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { waitingQueue } from './needs.ts';

const SHOWN = 6;

/** What is stored on kiosks and has not been received yet. */
export function QueueList({ kiosks }: { readonly kiosks: readonly Kiosk[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const queue = waitingQueue(kiosks);
  if (queue.kiosks.length === 0) {
    return <EmptyNote title={t('overview.queueNone')} help={t('overview.queueNoneHelp')} />;
  }
  return (
    <div className="queue">
      <p className="queue-total" title={t('overview.queueHelp')}>
        <strong>{t('overview.queueTotal', { count: queue.entries })}</strong>
        {queue.oldestAt !== null && (
          <span>{t('overview.queueOldest', { span: formatSpan(now - queue.oldestAt, language) })}</span>
        )}
      </p>
      <ul>
        {queue.kiosks.slice(0, SHOWN).map((kiosk) => (
          <li key={kiosk.id}>
            <Link to={`/kiosks/${kiosk.id}`}>{kiosk.id}</Link>
            <span className="numeric">{t('kiosks.entries', { count: kiosk.queued })}</span>
            <span className="quiet">
              {kiosk.queued === 0 && kiosk.lacking > 0
                ? t('overview.lacking', { count: kiosk.lacking })
                : kiosk.oldestAt === null
                  ? ''
                  : formatSpan(now - kiosk.oldestAt, language)}
            </span>
          </li>
        ))}
      </ul>
      {queue.kiosks.length > SHOWN && <Link to="/kiosks?sort=-queue">{t('overview.toKiosks')}</Link>}
    </div>
  );
}
