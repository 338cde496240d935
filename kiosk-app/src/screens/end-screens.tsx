import type { ReactNode } from 'react';
import type { SessionScreen } from '../machines/session-view.ts';
import { FaceArt } from './art/face-art.tsx';
import { PlaceIdArt, TakePermitArt } from './art/machine-art.tsx';
import { SignArt } from './art/sign-art.tsx';
import { BigButton } from './parts/big-button.tsx';
import { CardLine } from './parts/card-line.tsx';
import { CaseLine } from './parts/case-line.tsx';
import { Frame } from './parts/frame.tsx';
import { TimeLeft } from './parts/time-left.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';

type Of<S extends SessionScreen['screen']> = Extract<SessionScreen, { screen: S }>;

interface TakingProps {
  readonly what: 'take' | 'take-id';
  readonly deadline: number;
  readonly children: ReactNode;
}

/** Something of the citizen's lies within reach, for so long. */
function Taking({ what, deadline, children }: TakingProps) {
  const { t } = useUi();
  const seconds = useSecondsLeft(deadline);
  return (
    <Frame title={t(`${what}.title`)}>
      <TimeLeft seconds={seconds} say={(left) => t(`${what}.text`, { seconds: left })} />
      {children}
    </Frame>
  );
}

export function TakeCardScreen({ deadline }: Of<'take-card'>) {
  return (
    <Taking what="take" deadline={deadline}>
      <TakePermitArt />
    </Taking>
  );
}

/** The visit is wiped; the citizen may still be within reach of the card on the reader. */
export function TakeIdCardScreen({ deadline }: Of<'take-id-card'>) {
  return (
    <Taking what="take-id" deadline={deadline}>
      <PlaceIdArt />
    </Taking>
  );
}

export function FarewellScreen() {
  const { t } = useUi();
  return (
    <Frame title={t('farewell.title')}>
      <SignArt sign="done" />
      <p className="lead">
        <Words text={t('farewell.text')} />
      </p>
    </Frame>
  );
}

export function RateScreen() {
  const { t, send } = useUi();
  return (
    <Frame
      title={t('rate.title')}
      middle="choices"
      leave={
        <BigButton look="quiet" onPress={() => send({ type: 'NEXT' })}>
          {t('act.skip')}
        </BigButton>
      }
    >
      <p className="lead">
        <Words text={t('rate.text')} />
      </p>
      <ul className="faces">
        {([5, 4, 3, 2, 1] as const).map((score) => (
          <li key={score}>
            <BigButton className="face" onPress={() => send({ type: 'RATE', score })}>
              <FaceArt score={score} />
              {t(`rate.${score}`)}
            </BigButton>
          </li>
        ))}
      </ul>
    </Frame>
  );
}

function DoneButton() {
  const { t, send } = useUi();
  return (
    <BigButton look="main" onPress={() => send({ type: 'NEXT' })}>
      {t('act.done')}
    </BigButton>
  );
}

export function DeclinedScreen({ reason, card }: Of<'declined'>) {
  const { t } = useUi();
  const hasOwnTitle = reason !== 'under-age' && reason !== 'counter-only';
  return (
    <Frame title={t(hasOwnTitle ? `declined.${reason}.title` : 'declined.title')} act={<DoneButton />}>
      <SignArt sign="counter" />
      <p className="lead">
        <Words text={t(`declined.${reason}.text`)} />
      </p>
      <p className="soft">
        <Words text={t('declined.nothing')} />
      </p>
      <CardLine card={card} />
    </Frame>
  );
}

/** The visit is over, and the permit did not come back. */
export function CardLeftScreen({ card }: Of<'card-left'>) {
  const { t, shell } = useUi();
  return (
    <Frame title={t(`card-left.${card}`)} act={<DoneButton />}>
      <SignArt sign="look" />
      <p className="lead">
        <Words text={t(`card.${card}`)} />
      </p>
      <p className="soft">
        <Words text={t(shell.online ? 'card-left.told' : 'card-left.untold')} />
      </p>
      <CaseLine />
    </Frame>
  );
}

export function DeviceTroubleScreen({ card }: Of<'device-trouble'>) {
  const { t, shell } = useUi();
  return (
    <Frame title={t('trouble.title')} act={<DoneButton />}>
      <SignArt sign="look" />
      <p className="lead">
        <Words text={t(shell.online ? 'trouble.told' : 'trouble.untold')} />
      </p>
      <CardLine card={card} />
      <CaseLine />
    </Frame>
  );
}
