import { feeFor, yuan } from '@haizhu/shared/catalogue/fees';
import { beijingDay } from '@haizhu/shared/time/beijing';
import type { KioskScreen } from '../machines/session-view.ts';
import { PlaceIdArt } from './art/machine-art.tsx';
import { BigButton } from './parts/big-button.tsx';
import { IdCardIcon, PermitIcon, PhoneIcon } from './parts/icons.tsx';
import { LookUpButton } from './parts/look-up-button.tsx';
import { Notice } from './parts/notice.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Attract = Extract<KioskScreen, { screen: 'attract' }>;

/** What works here now, and one big place to touch. */
export function AttractScreen({ online, degraded, idCardLies }: Attract) {
  const { t, send, shell, preferences } = useUi();
  const { language, elder } = preferences;
  const feeText = (entries: 1 | 2) => {
    const fee = feeFor([{ place: 'HKG', group: 'G', months: 3, entries }], beijingDay(shell.now()));
    return fee === null ? null : yuan(fee.totalFen);
  };
  const [one, two] = [feeText(1), feeText(2)];
  const noReceipt = degraded.some((fault) => fault.startsWith('receipt-'));
  return (
    <main className="attract">
      <div className="attract-say">
        <h1 className="title title-large">{t('attract.title')}</h1>
        <p className="lead">
          <Words text={t('attract.sub')} />
        </p>
        {one !== null && two !== null && (
          <p className="tabular attract-fee">
            <Words text={t('attract.fee', { one, two })} />
          </p>
        )}
      </div>
      <div className="attract-art">
        <PlaceIdArt />
      </div>
      <section className="attract-bring">
        <h2 className="label">{t('attract.bring')}</h2>
        <ul className="bring">
          <li>
            <IdCardIcon />
            {t('attract.bring.id')}
          </li>
          <li>
            <PermitIcon />
            {t('attract.bring.permit')}
          </li>
          {online && (
            <li>
              <PhoneIcon />
              {t('attract.bring.pay')}
            </li>
          )}
        </ul>
      </section>
      <div className="attract-notices">
        {idCardLies && (
          <Notice>
            <Words text={t('attract.id-left')} />
          </Notice>
        )}
        {!online && (
          <Notice>
            <Words text={t('attract.offline')} />
          </Notice>
        )}
        {noReceipt && (
          <Notice>
            <Words text={t('attract.noreceipt')} />
          </Notice>
        )}
      </div>
      <div className="attract-act">
        <BigButton
          look="main"
          className="attract-start"
          onPress={() => send({ type: 'START', service: 'endorsement', language, slow: elder })}
        >
          <span className="attract-start-text">{t(online ? 'attract.start' : 'attract.start.offline')}</span>
          <span className="attract-start-time">{t(online ? 'attract.time' : 'attract.time.offline')}</span>
        </BigButton>
        <LookUpButton className="attract-check" />
      </div>
    </main>
  );
}
