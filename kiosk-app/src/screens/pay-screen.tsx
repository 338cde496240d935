import { yuan } from '@haizhu/shared/catalogue/fees';
import { useMemo } from 'react';
import { encode } from 'uqr';
import type { SessionScreen } from '../machines/session-view.ts';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
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
      </p>
      <Qr text={codeUrl} label={t('pay.qr')} />
      {shell.simulated.includes('payment') && <p className="pay-simulated">{t('pay.simulated')}</p>}
      {problem === 'declined' ? (
        <Notice>{t('pay.declined')}</Notice>
      ) : (
        <p className="lead">{t('pay.text')}</p>
      )}
      <p className="soft">{t('pay.after')}</p>
      <p className="soft tabular">{t('pay.left', { time })}</p>
    </Frame>
  );
}

function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const code = useMemo(() => encode(text, { ecc: 'M', border: 2 }), [text]);
  const path = code.data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1Z` : '')))
    .join('');
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${code.size} ${code.size}`}>
      <path className="qr-ground" d={`M0 0h${code.size}v${code.size}H0Z`} />
      <path className="qr-ink" d={path} />
    </svg>
  );
}
