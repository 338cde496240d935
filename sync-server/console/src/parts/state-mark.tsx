import { useTranslation } from 'react-i18next';
import type { KioskState } from '../api/fleet.ts';
import { COLOURS } from '../theme.ts';

/** One shape for each state, so that it does not hang on colour: bar, hatched ring, triangle, dot. */
export function StateShape({ state, size = 14 }: { readonly state: KioskState; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" className="state-shape">
      {shapeOf(state)}
    </svg>
  );
}

function shapeOf(state: KioskState) {
  switch (state) {
    case 'out-of-service':
      return (
        <>
          <rect x="1" y="1" width="14" height="14" rx="2" fill={COLOURS.stop} />
          <rect x="4" y="6.8" width="8" height="2.4" fill="#fff" />
        </>
      );
    case 'degraded':
      return (
        <>
          <path d="M8 1 15.5 14.5H.5Z" fill={COLOURS.warnMark} />
          <path d="M8 6v4.2M8 11.4v1.6" stroke="#fff" strokeWidth="1.8" />
        </>
      );
    case 'in-service':
      return <circle cx="8" cy="8" r="6" fill={COLOURS.good} />;
    case 'unknown':
      return (
        <>
          <circle cx="8" cy="8" r="6.2" fill="#fff" stroke={COLOURS.unknown} strokeWidth="1.4" />
          <path
            d="M3.2 9.2 9.2 3.2M3.6 12 12 3.6M6.8 12.8 12.8 6.8"
            stroke={COLOURS.unknown}
            strokeWidth="1.3"
          />
        </>
      );
  }
}

/** A kiosk's state as shape and word. */
export function StateMark({ state }: { readonly state: KioskState }) {
  const { t } = useTranslation();
  return (
    <span className={`state-mark state-${state}`} title={t(`state.${state}Help`)}>
      <StateShape state={state} />
      {t(`state.${state}`)}
    </span>
  );
}
