import { useTranslation } from 'react-i18next';
import type { Kiosk } from '../../api/fleet.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';

type Reason = Kiosk['work']['reasons'][number];

const CLASSES = { warn: 'warn-text', stop: 'stop-text' } as const;

/** Words for a limit that is passed: what, how far, and the limit. */
export function useWorkReason(): (reason: Reason) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const amount = (limit: Reason['limit'], value: number) => {
    switch (limit) {
      case 'queued':
        return t('kiosks.entries', { count: value });
      case 'storageShare':
        return `${formatCount(Math.round(value * 100), language)}%`;
      case 'oldestMs':
      case 'clockErrorMs':
        return formatSpan(value, language);
    }
  };
  return ({ limit, value, bound }) =>
    t('kiosks.limitPassed', {
      limit: t(`kiosks.limits.${limit}`),
      value: amount(limit, value),
      bound: amount(limit, bound),
    });
}

/** Whether a kiosk is within its work limits; the reasons where it is not. */
export function WorkMark({ work }: { readonly work: Kiosk['work'] }) {
  const { t } = useTranslation();
  const reasonText = useWorkReason();
  if (work.level === 'ok') return <span className="quiet">{t('kiosks.work.ok')}</span>;
  return (
    <>
      <span className={CLASSES[work.level]}>{t(`kiosks.work.${work.level}`)}</span>
      {work.reasons.map((reason) => (
        <div key={reason.limit} className={CLASSES[reason.level]}>
          {reasonText(reason)}
        </div>
      ))}
    </>
  );
}
