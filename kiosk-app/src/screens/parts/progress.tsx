import type { SessionView } from '../../machines/session-view.ts';
import { useUi } from '../ui-context.ts';
import { TickIcon } from './icons.tsx';

const STEPS = ['identify', 'choose', 'review', 'decide', 'pay', 'produce'] as const;

/** The named steps of a visit; the current one stands out. */
export function Progress({ step }: { readonly step: SessionView['step'] }) {
  const { t } = useUi();
  if (step === null) return <div className="progress progress-none" />;
  const current = STEPS.indexOf(step);
  return (
    <ol className="progress" aria-label={t('steps')}>
      {STEPS.map((name, index) => (
        <li
          key={name}
          className={index < current ? 'step step-past' : index === current ? 'step step-now' : 'step'}
          {...(index === current ? { 'aria-current': 'step' as const } : {})}
        >
          <span className="step-sign">{index < current ? <TickIcon /> : index + 1}</span>
          {t(`step.${name}`)}
        </li>
      ))}
    </ol>
  );
}
