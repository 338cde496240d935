import { useUi } from '../ui-context.ts';
import { Words } from './words.tsx';

const NAMES = ['devices', 'authority', 'payment'] as const;

/** Plain and constant: which parts are simulated. */
export function SimulatedRibbon() {
  const { t, shell } = useUi();
  if (shell.simulated.length === 0) return null;
  const known = NAMES.filter((name) => shell.simulated.includes(name)).map((name) => t(`simulated.${name}`));
  const parts = known.length > 0 ? known : [t('simulated.other')];
  return (
    <p className="ribbon" role="note">
      <Words text={t('simulated.ribbon', { parts: parts.join(t('list.and')) })} />
    </p>
  );
}
