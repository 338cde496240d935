import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { KIOSK_STATES, type Kiosk } from '../../api/fleet.ts';
import { formatCount } from '../../format/numbers.ts';
import { useLanguage } from '../../i18n/index.ts';
import { StateShape } from '../../parts/state-mark.tsx';

/** How many kiosks are in each state; each opens the list of them. */
export function StateTiles({ kiosks }: { readonly kiosks: readonly Kiosk[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <nav className="state-tiles" aria-label={t('overview.fleet')}>
      {KIOSK_STATES.map((state) => {
        const count = kiosks.filter((kiosk) => kiosk.state === state).length;
        return (
          <Link
            key={state}
            to={`/kiosks?state=${state}`}
            className={`state-tile tile-${state}${count === 0 ? ' tile-zero' : ''}`}
            title={t(`state.${state}Help`)}
          >
            <span className="tile-name">
              <StateShape state={state} size={16} />
              {t(`state.${state}`)}
            </span>
            <span className="tile-count">{formatCount(count, language)}</span>
            <span className="tile-of">{t('overview.fleetOf', { count: kiosks.length })}</span>
          </Link>
        );
      })}
    </nav>
  );
}
