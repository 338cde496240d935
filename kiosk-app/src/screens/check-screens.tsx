import type { SessionScreen } from '../machines/session-view.ts';
import { type ShownStatus, shownStatus } from './application-status-text.ts';
import { SignArt } from './art/sign-art.tsx';
import { BigButton } from './parts/big-button.tsx';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { SignKeys, TypedCode } from './parts/sign-keys.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Of<S extends SessionScreen['screen']> = Extract<SessionScreen, { screen: S }>;

const CODE_LENGTH = 12;

export function CheckCodeScreen({ typed, problem, asking }: Of<'check-code'>) {
  const { t, send } = useUi();
  const missing = CODE_LENGTH - typed.length;
  return (
    <Frame
      title={t('check.title')}
      middle="choices"
      leave={<ExitButton />}
      note={
        asking
          ? t('check.asking')
          : missing > 0 && typed.length > 0
            ? t('check.left', { count: missing })
            : undefined
      }
      act={
        <BigButton look="main" isDisabled={asking || missing > 0} onPress={() => send({ type: 'NEXT' })}>
          {t('check.ask')}
        </BigButton>
      }
    >
      <p className="lead">
        <Words text={t('check.text')} />
      </p>
      <TypedCode typed={typed} length={CODE_LENGTH} label={t('check.typed')} />
      {problem !== null && (
        <Notice>
          <Words text={t(`check.problem.${problem}`)} />
        </Notice>
      )}
      <SignKeys
        isDisabled={asking}
        onSign={(sign) => send({ type: 'TYPE', sign })}
        onDelete={() => send({ type: 'DELETE' })}
      />
    </Frame>
  );
}

export function CheckResultScreen({ status }: Of<'check-result'>) {
  const { t } = useUi();
  const shown: ShownStatus = shownStatus(status);
  return (
    <Frame title={t(shown.title)} leave={<ExitButton />} act={<BackButtonMain />}>
      <SignArt sign={shown.sign} />
      {shown.texts.map((key) => (
        <p key={key} className="lead">
          {t(key)}
        </p>
      ))}
      {status.known !== 'offline' && (
        <p className="soft tabular">
          <Words text={t('status.day', { day: status.day })} />
        </p>
      )}
    </Frame>
  );
}

function BackButtonMain() {
  const { t, send } = useUi();
  return (
    <BigButton look="plain" onPress={() => send({ type: 'BACK' })}>
      {t('status.again')}
    </BigButton>
  );
}
