import { useTranslation } from 'react-i18next';
import type { Kiosk } from '../../api/fleet.ts';
import { StateMark } from '../../parts/state-mark.tsx';

/** A kiosk's state, or that it was revoked. */
export function KioskStateMark({ kiosk }: { readonly kiosk: Pick<Kiosk, 'state' | 'revokedAt'> }) {
  const { t } = useTranslation();
  return kiosk.revokedAt === null ? (
    <StateMark state={kiosk.state} />
  ) : (
    <span className="state-mark quiet">{t('state.revoked')}</span>
  );
}
