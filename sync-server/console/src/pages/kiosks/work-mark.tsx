import { useTranslation } from 'react-i18next';
import type { Kiosk } from '../../api/fleet.ts';
import { formatShare } from '../../format/numbers.ts';
import { formatSpanLike } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';

type Reason = Kiosk['work']['reasons'][number];

const CLASSES = { warn: 'warn-text', stop: 'stop-text' } as const;

/** Words for a limit that is passed: what, how far, and the limit. */
function useWorkReason(): (reason: Reason) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const amount = ({ limit, bound }: Reason, value: number) => {
    switch (limit) {
      case 'queued':
        return t('kiosks.entries', { count: value });
      case 'storageShare':
        return formatShare(value, 1, language) ?? '—';
      case 'oldestMs':
      case 'clockErrorMs':
        return formatSpanLike(value, bound, language);
    }
  };
  return (reason) =>
    t('kiosks.limitPassed', {
      limit: t(`kiosks.limits.${reason.limit}`),
      value: amount(reason, reason.value),
      bound: amount(reason, reason.bound),
    });
}

/** All that is to be said of a kiosk's work limits, what stops it first. */
export function useWorkReasons(): (work: Kiosk['work']) => readonly string[] {
  const { t } = useTranslation();
  const reasonText = useWorkReason();
  return ({ refused, reasons }) => [
    ...(refused ? [t('kiosks.workRefused')] : []),
    ...reasons.map(reasonText),
  ];
}

/** In one word whether a kiosk is within its work limits. */
export function WorkWord({ level }: Pick<Kiosk['work'], 'level'>) {
  const { t } = useTranslation();
  return <span className={level === 'ok' ? 'quiet' : CLASSES[level]}>{t(`kiosks.work.${level}`)}</span>;
}

/** Whether a kiosk is within its work limits; the reasons where it is not. */
export function WorkMark({ work }: { readonly work: Kiosk['work'] }) {
  const { t } = useTranslation();
  const reasonText = useWorkReason();
  return (
    <>
      <WorkWord level={work.level} />
      {work.refused && <div className={CLASSES.stop}>{t('kiosks.workRefused')}</div>}
      {work.reasons.map((reason) => (
        <div key={reason.limit} className={CLASSES[reason.level]}>
          {reasonText(reason)}
        </div>
      ))}
    </>
  );
}
