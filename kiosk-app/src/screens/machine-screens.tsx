import { faultById } from '@haizhu/shared/faults/registry';
import { beijingMinute } from '@haizhu/shared/time/beijing';
import { isTextKey } from '../i18n/i18n.ts';
import type { TextKey } from '../i18n/zh.ts';
import type { CardClaim } from '../machines/kiosk-types.ts';
import type { KioskScreen } from '../machines/session-view.ts';
import { PlaceIdArt, TakePermitArt } from './art/machine-art.tsx';
import { SignArt } from './art/sign-art.tsx';
import { CaseLine } from './parts/case-line.tsx';
import { Frame } from './parts/frame.tsx';
import { LookUpButton } from './parts/look-up-button.tsx';
import { TimeLeft } from './parts/time-left.tsx';
import { Waiting } from './parts/waiting.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';
import { whyStopped, workPassed } from './work-text.ts';

type OutOfService = Extract<KioskScreen, { screen: 'out-of-service' }>;
type Stopped = Extract<KioskScreen, { screen: 'stopped' }>;

interface PlainScreenProps {
  readonly about: 'starting' | 'recovering' | 'second' | 'no-vault' | 'storage-lost';
}

/** Nothing to do here but to know why. */
export function PlainScreen({ about }: PlainScreenProps) {
  const { t } = useUi();
  return (
    <Frame title={t(`${about}.title`)}>
      <SignArt sign={about === 'second' ? 'look' : 'wait'} />
      <p className="lead">
        <Words text={t(`${about}.text`)} />
      </p>
      {about !== 'second' && <Waiting />}
    </Frame>
  );
}

const CLAIM_TITLE = {
  'lift-id-card': 'recovering.claim.title',
  'lay-id-card': 'recovering.claim.title',
  'take-card': 'take.title',
  'card-kept': 'recovering.claim.kept.title',
} as const;

/** The permit of a visit that was cut off is in the machine; its holder may still be there, and shows the ID card. */
export function CardOfBeforeScreen({ ask, until }: CardClaim) {
  const { t } = useUi();
  const seconds = useSecondsLeft(until);
  return (
    <Frame title={t(CLAIM_TITLE[ask])}>
      <p className="lead">
        <Words text={t(`recovering.claim.${ask}`)} />
      </p>
      {ask === 'card-kept' ? <SignArt sign="counter" /> : null}
      {ask === 'take-card' ? <TakePermitArt /> : null}
      {ask === 'lay-id-card' || ask === 'lift-id-card' ? <PlaceIdArt /> : null}
      {ask !== 'card-kept' && (
        <TimeLeft
          className="soft tabular"
          seconds={seconds}
          say={(left) => t('recovering.claim.until', { seconds: left })}
        />
      )}
    </Frame>
  );
}

export function OutOfServiceScreen({ faults, refusal, lookUp }: OutOfService) {
  const { t, shell, preferences } = useUi();
  const lines = faults.map((id) => ({ id, text: faultById(id)?.staff[preferences.language] ?? id }));
  return (
    <Frame title={t('out.title')} act={lookUp && <LookUpButton />}>
      <SignArt sign="stop" />
      <p className="lead">
        <Words text={t(shell.online ? 'out.text.told' : 'out.text.untold')} />
      </p>
      {(lines.length > 0 || refusal !== null) && (
        <section className="staff">
          <h2 className="label">{t('out.staff')}</h2>
          <ul>
            {lines.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
            {refusal !== null && <li>{t(refusalKey(refusal), { code: refusal })}</li>}
          </ul>
        </section>
      )}
      <CaseLine />
    </Frame>
  );
}

/** A work limit is passed: why, where else to go, and the exact limit for staff. What is stored can be looked up. */
export function StoppedScreen({ reasons, refused, clock, oneCopy, lookUp }: Stopped) {
  const { t, shell } = useUi();
  return (
    <Frame title={t('stopped.title')} act={lookUp && <LookUpButton />}>
      <SignArt sign="counter" />
      <p className="lead">
        <Words text={t(whyStopped(reasons, refused, clock, oneCopy))} />
      </p>
      <p className="lead lead-do">
        <Words text={t('stopped.where')} />
      </p>
      <p className="soft">
        <Words text={t(shell.online ? 'stopped.told' : 'stopped.untold')} />
      </p>
      {!refused && (
        <p className="soft">
          <Words text={t('stopped.safe')} />
        </p>
      )}
      <section className="staff staff-small">
        <h2 className="label">{t('out.staff')}</h2>
        <ul>
          {refused && <li>{t('out.refusal.storage')}</li>}
          {oneCopy === true && <li>{t('work.one-copy')}</li>}
          {clock !== undefined && (
            <li className="tabular">{t(`work.clock.${clock}`, { time: beijingMinute(shell.wall()) })}</li>
          )}
          {reasons.map((reason) => (
            <li key={reason.limit} className="tabular">
              {workPassed(t, reason)}
            </li>
          ))}
        </ul>
      </section>
      <CaseLine />
    </Frame>
  );
}

/** The page could not bring the kiosk up, or crashed; it is loaded again by itself. */
export function CannotStartScreen({ retryAt }: { readonly retryAt: number }) {
  const { t } = useUi();
  const seconds = useSecondsLeft(retryAt);
  return (
    <Frame title={t('cannot-start.title')}>
      <SignArt sign="stop" />
      <p className="lead tabular">
        <Words text={t('cannot-start.text', { seconds })} />
      </p>
      <section className="staff">
        <p>{t('cannot-start.staff')}</p>
      </section>
      <CaseLine />
    </Frame>
  );
}

function refusalKey(refusal: string): TextKey {
  const key = `out.refusal.${refusal}`;
  return isTextKey(key) ? key : 'out.refusal.other';
}
