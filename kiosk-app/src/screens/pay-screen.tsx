import { yuan } from '@haizhu/shared/catalogue/fees';
import type { SessionScreen } from '../machines/session-view.ts';
import { SignArt } from './art/sign-art.tsx';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { QrCode } from './parts/qr-code.tsx';
import { TimeLeft } from './parts/time-left.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';

type Pay = Extract<SessionScreen, { screen: 'pay' }>;

/** From here on it is said that the time runs out, s. */
const SOON = 60;

const minutes = (left: number) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;

export function PayScreen({ amountFen, codeUrl, expiresAt, problem, isPayable }: Pay) {
  const { t, shell } = useUi();
  const left = useSecondsLeft(expiresAt);
  return (
    <Frame
      title={t(isPayable ? 'pay.title' : 'pay.covered.title')}
      leave={<ExitButton text={t('pay.leave')} />}
      note={t('pay.exit.hint')}
    >
      <div className="pay-amount">
        <span>{t('pay.amount')}</span>
        <b className="tabular">{t('yuan', { yuan: yuan(amountFen) })}</b>
        <TimeLeft
          className="tabular"
          seconds={left}
          say={(seconds) => t('pay.left', { time: minutes(seconds) })}
        />
      </div>
      {isPayable ? (
        <>
          <QrCode text={codeUrl} label={t('pay.qr')} />
          {shell.simulated.includes('payment') && (
            <p className="pay-simulated">
              <Words text={t('pay.simulated')} />
            </p>
          )}
          {problem === 'declined' && (
            <Notice>
              <Words text={t('pay.declined')} />
            </Notice>
          )}
          {left <= SOON && problem === null && (
            <Notice>
              <Words text={t('pay.soon')} />
            </Notice>
          )}
          {problem === null && left > SOON && (
            <p className="lead">
              <Words text={t('pay.text')} />
            </p>
          )}
          <p className="soft">
            <Words text={t('pay.after')} />
          </p>
        </>
      ) : (
        <>
          <SignArt sign="stop" />
          <Notice>
            <Words text={t('pay.covered')} />
          </Notice>
        </>
      )}
    </Frame>
  );
}
