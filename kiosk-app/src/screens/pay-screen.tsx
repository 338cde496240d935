import { yuan } from '@haizhu/shared/catalogue/fees';
import type { SessionScreen } from '../machines/session-view.ts';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { QrCode } from './parts/qr-code.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';

type Pay = Extract<SessionScreen, { screen: 'pay' }>;

export function PayScreen({ amountFen, codeUrl, expiresAt, problem }: Pay) {
  const { t, shell } = useUi();
  const left = useSecondsLeft(expiresAt);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <Frame title={t('pay.title')} leave={<ExitButton text={t('pay.leave')} />} note={t('pay.exit.hint')}>
      <p className="pay-amount">
        <span>{t('pay.amount')}</span>
        <b className="tabular">{t('yuan', { yuan: yuan(amountFen) })}</b>
        <span className="tabular">{t('pay.left', { time })}</span>
      </p>
      <QrCode text={codeUrl} label={t('pay.qr')} />
      {shell.simulated.includes('payment') && <p className="pay-simulated">{t('pay.simulated')}</p>}
      {problem === 'declined' ? (
        <Notice>{t('pay.declined')}</Notice>
      ) : (
        <p className="lead">{t('pay.text')}</p>
      )}
      <p className="soft">{t('pay.after')}</p>
    </Frame>
  );
}
