import { faultById } from '@haizhu/shared/faults/registry';
import type { TextKey } from '../i18n/zh.ts';
import { zh } from '../i18n/zh.ts';
import type { KioskScreen } from '../machines/session-view.ts';
import { TakePermitArt } from './art/machine-art.tsx';
import { SignArt } from './art/sign-art.tsx';
import { CaseLine } from './parts/case-line.tsx';
import { Frame } from './parts/frame.tsx';
import { Waiting } from './parts/waiting.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';

type OutOfService = Extract<KioskScreen, { screen: 'out-of-service' }>;

interface PlainScreenProps {
  readonly about: 'starting' | 'recovering' | 'second';
}

/** Nothing to do here but to know why. */
export function PlainScreen({ about }: PlainScreenProps) {
  const { t } = useUi();
  return (
    <Frame title={t(`${about}.title`)}>
      <SignArt sign={about === 'second' ? 'look' : 'wait'} />
      <p className="lead">{t(`${about}.text`)}</p>
      {about !== 'second' && <Waiting />}
    </Frame>
  );
}

/** The permit of a visit that was cut off lies in the slot; its owner may still be there. */
export function CardOfBeforeScreen({ deadline }: { readonly deadline: number }) {
  const { t } = useUi();
  const seconds = useSecondsLeft(deadline);
  return (
    <Frame title={t('take.title')}>
      <p className="lead tabular">{t('recovering.card', { seconds })}</p>
      <TakePermitArt />
    </Frame>
  );
}

export function OutOfServiceScreen({ faults, refusal }: OutOfService) {
  const { t, shell, preferences } = useUi();
  const lines = faults.map((id) => ({ id, text: faultById(id)?.staff[preferences.language] ?? id }));
  return (
    <Frame title={t('out.title')}>
      <SignArt sign="stop" />
      <p className="lead">{t(shell.online ? 'out.text.told' : 'out.text.untold')}</p>
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

/** The page could not bring the kiosk up, or crashed; it is loaded again by itself. */
export function CannotStartScreen({ retryAt }: { readonly retryAt: number }) {
  const { t } = useUi();
  const seconds = useSecondsLeft(retryAt);
  return (
    <Frame title={t('cannot-start.title')}>
      <SignArt sign="stop" />
      <p className="lead tabular">{t('cannot-start.text', { seconds })}</p>
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

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(zh, key);
}
