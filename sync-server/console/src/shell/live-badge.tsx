import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLive } from '../data/live-context.tsx';
import { formatClock } from '../format/time.ts';

/** Says whether what is on the page is kept up to date, and if not, of when it is. */
export function LiveBadge() {
  const { t } = useTranslation();
  const { state, lastLiveAt } = useLive();
  const text = state === 'lost' ? t('live.lost', { time: formatClock(lastLiveAt) }) : t(`live.${state}`);
  return (
    <Tooltip title={state === 'lost' ? t('live.lostHelp') : t('live.liveHelp')}>
      <output className={`live live-${state}`} aria-live="polite">
        <span className="live-dot" aria-hidden="true" />
        {text}
      </output>
    </Tooltip>
  );
}
