import type { SessionScreen } from '../machines/session-view.ts';
import { PrintingArt } from './art/machine-art.tsx';
import { SignArt } from './art/sign-art.tsx';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { TickIcon } from './parts/icons.tsx';
import { Waiting } from './parts/waiting.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsShown } from './use-now.ts';

type Of<S extends SessionScreen['screen']> = Extract<SessionScreen, { screen: S }>;

export function StoringScreen() {
  const { t } = useUi();
  return (
    <Frame title={t('storing.title')}>
      <p className="lead">
        <Words text={t('storing.text')} />
      </p>
      <Waiting />
    </Frame>
  );
}

/** Where an application is on its way; each step is shown when the server has said it, never before. */
const WAY: readonly Of<'deciding'>['state'][] = ['stored', 'received', 'accepted'];
/** After this the citizen is told that it takes longer, and may leave, s. */
const LONG_S = 15;

export function DecidingScreen({ state }: Of<'deciding'>) {
  const { t } = useUi();
  const waited = useSecondsShown();
  const reached = WAY.indexOf(state);
  const current = reached === -1 ? WAY.length : reached;
  return (
    <Frame
      title={t('deciding.title')}
      leave={waited >= LONG_S ? <ExitButton text={t('deciding.leave')} /> : undefined}
      note={waited >= LONG_S ? t('deciding.long') : undefined}
    >
      <p className="lead tabular">
        {waited < 5 ? t('deciding.text') : t('deciding.waited', { seconds: waited })}
      </p>
      <ol className="way" aria-live="polite">
        {WAY.map((step, index) => (
          <li key={step} className={index <= current ? 'way-reached' : 'way-ahead'}>
            <span className="way-sign">
              {index < current ? <TickIcon /> : index === current ? <Waiting /> : null}
            </span>
            {t(`deciding.state.${step}`)}
          </li>
        ))}
      </ol>
    </Frame>
  );
}

export function ProducingScreen({ phase }: Of<'producing'>) {
  const { t } = useUi();
  const waited = useSecondsShown();
  return (
    <Frame title={t(`producing.${phase}.title`)}>
      <p className="lead">
        <Words text={t(`producing.${phase}.text`)} />
      </p>
      <PrintingArt />
      {waited >= 5 && (
        <p className="soft tabular">
          <Words text={t('deciding.waited', { seconds: waited })} />
        </p>
      )}
    </Frame>
  );
}

export function LeavingScreen() {
  const { t } = useUi();
  return (
    <Frame title={t('leaving.title')}>
      <p className="lead">
        <Words text={t('leaving.text')} />
      </p>
      <SignArt sign="wait" />
    </Frame>
  );
}
