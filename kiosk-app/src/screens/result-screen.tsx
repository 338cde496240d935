import { yuan } from '@haizhu/shared/catalogue/fees';
import type { ResultKind, SessionScreen } from '../machines/session-view.ts';
import { SignArt } from './art/sign-art.tsx';
import { BigButton } from './parts/big-button.tsx';
import { CardLine } from './parts/card-line.tsx';
import { CaseLine } from './parts/case-line.tsx';
import { Frame } from './parts/frame.tsx';
import { useUi } from './ui-context.ts';

type Result = Extract<SessionScreen, { screen: 'result' }>;

const SIGNS = {
  completed: 'done',
  stored: 'stored',
  undecided: 'wait',
  'not-accepted': 'counter',
  refused: 'counter',
  'not-paid': 'counter',
  refund: 'look',
  'not-stored': 'stop',
} as const satisfies Record<ResultKind, string>;

/** How the visit ended, what it means, what to do now; the same words as on the slip. */
export function ResultScreen({ result, code, receipt, feeFen, card }: Result) {
  const { t, send } = useUi();
  const isTrouble = result === 'refund' || result === 'not-stored';
  return (
    <Frame
      title={t(`result.${result}.title`)}
      act={
        <BigButton look="main" onPress={() => send({ type: 'NEXT' })}>
          {t('act.done')}
        </BigButton>
      }
      note={code === null ? undefined : t(`result.receipt.${receipt}`)}
    >
      <SignArt sign={SIGNS[result]} />
      <ResultText result={result} feeFen={feeFen} />
      {code !== null && (
        <section className="code">
          <h2 className="label">{t('result.code')}</h2>
          <p className="code-signs tabular">{code}</p>
        </section>
      )}
      {result === 'completed' && feeFen > 0 && (
        <p className="soft tabular">{t('result.fee', { yuan: yuan(feeFen) })}</p>
      )}
      <CardLine card={card} />
      {isTrouble && <CaseLine />}
    </Frame>
  );
}

function ResultText({ result, feeFen }: Pick<Result, 'result' | 'feeFen'>) {
  const { t, shell } = useUi();
  switch (result) {
    case 'stored':
    case 'undecided':
      return (
        <>
          <p className="lead">
            {t(result === 'stored' && shell.online ? 'result.stored.online' : `result.${result}.text`)}
          </p>
          <p className="soft">{t(`result.${result}.next`)}</p>
        </>
      );
    case 'refund':
      return (
        <>
          <p className="lead tabular">{t('result.refund.text', { yuan: yuan(feeFen) })}</p>
          <p className="lead">{t(shell.online ? 'result.refund.told' : 'result.refund.untold')}</p>
        </>
      );
    case 'completed':
    case 'not-accepted':
    case 'refused':
    case 'not-paid':
    case 'not-stored':
      return <p className="lead">{t(`result.${result}.text`)}</p>;
  }
}
