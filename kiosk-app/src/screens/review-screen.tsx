import { yuan } from '@haizhu/shared/catalogue/fees';
import type { SessionScreen } from '../machines/session-view.ts';
import { termText } from './endorsement-text.ts';
import { BigButton } from './parts/big-button.tsx';
import { BackButton, ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Review = Extract<SessionScreen, { screen: 'review' }>;

/** Everything that is asked for and what it costs, before it is asked for. */
export function ReviewScreen({ person, choices, fee, online }: Review) {
  const { t, send } = useUi();
  return (
    <Frame
      title={t('review.title')}
      leave={
        <>
          <ExitButton />
          <BackButton />
        </>
      }
      act={
        <BigButton look="main" onPress={() => send({ type: 'CONFIRM' })}>
          {t(online ? 'review.confirm.online' : 'review.confirm.offline')}
        </BigButton>
      }
      note={
        online ? (
          <span className="note-must">
            <Words text={t('review.next.online')} />
          </span>
        ) : undefined
      }
    >
      <section className="sheet">
        <dl className="facts">
          <Fact name={t('person.name')} value={person.name} />
          <Fact name={t('person.id')} value={person.maskedIdNumber} />
          <Fact name={t('person.permit')} value={person.maskedPermitNumber} />
          <Fact name={t('person.expiry')} value={person.permitExpiry} />
        </dl>
        <h2 className="label">{t('review.endorsements')}</h2>
        <ul className="lines">
          {choices.map((choice, index) => (
            <li key={choice.place}>
              <span className="line-what">
                <b>
                  {t(`choose.${choice.place}`)} · {t(`choose.group.${choice.group}`)}
                </b>
                <span>{termText(t, choice)}</span>
              </span>
              <span className="tabular">{t('yuan', { yuan: yuan(fee.perChoiceFen[index] ?? 0) })}</span>
            </li>
          ))}
          <li className="line-total">
            <span>{t('review.total')}</span>
            <b className="tabular">{t('yuan', { yuan: yuan(fee.totalFen) })}</b>
          </li>
        </ul>
      </section>
      <p className="lead">
        <Words text={t('review.note')} />
      </p>
      {!online && (
        <Notice>
          <Words text={t('review.next.offline')} />
        </Notice>
      )}
    </Frame>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}
