import { yuan } from '@haizhu/shared/catalogue/fees';
import { isTextKey } from '../i18n/i18n.ts';
import type { ResultKind, SessionScreen } from '../machines/session-view.ts';
import { SignArt } from './art/sign-art.tsx';
import { BigButton } from './parts/big-button.tsx';
import { CardLine } from './parts/card-line.tsx';
import { CaseLine } from './parts/case-line.tsx';
import { Frame } from './parts/frame.tsx';
import { Words } from './parts/words.tsx';
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

/** Nothing is "done" while the card is not back: then the heading is about the card. */
function headingOf(result: ResultKind, card: Result['card']) {
  if (result !== 'completed' || card === 'returned' || card === 'none') {
    return { title: `result.${result}.title`, sign: SIGNS[result], text: null } as const;
  }
  return { title: `card-left.${card}`, sign: 'look', text: 'result.completed.left' } as const;
}

/** How the visit ended, what it means, what to do now; the same words as on the slip. */
export function ResultScreen({ result, code, receipt, feeFen, card, reason }: Result) {
  const { t, send } = useUi();
  const isTrouble = result === 'refund' || result === 'not-stored';
  const { title, sign, text } = headingOf(result, card);
  return (
    <Frame
      title={t(title)}
      act={
        <BigButton look="main" onPress={() => send({ type: 'NEXT' })}>
          {t('act.done')}
        </BigButton>
      }
      note={code === null ? undefined : t(`result.receipt.${receipt}`)}
    >
      <SignArt sign={sign} />
      {text === null ? (
        <ResultText result={result} feeFen={feeFen} reason={reason} />
      ) : (
        <p className="lead">
          <Words text={t(text)} />
        </p>
      )}
      {code !== null && (
        <section className="code">
          <h2 className="label">{t('result.code')}</h2>
          <p className="code-signs tabular">{code}</p>
        </section>
      )}
      {result === 'completed' && feeFen > 0 && (
        <p className="soft tabular">
          <Words text={t('result.fee', { yuan: yuan(feeFen) })} />
        </p>
      )}
      <CardLine card={card} />
      {isTrouble && <CaseLine />}
    </Frame>
  );
}

function ResultText({ result, feeFen, reason }: Pick<Result, 'result' | 'feeFen' | 'reason'>) {
  const { t, shell } = useUi();
  switch (result) {
    case 'stored':
    case 'undecided':
      return (
        <>
          <p className="lead">
            <Words
              text={t(result === 'stored' && shell.online ? 'result.stored.online' : `result.${result}.text`)}
            />
          </p>
          <p className="soft">
            <Words text={t(`result.${result}.next`)} />
          </p>
        </>
      );
    case 'not-paid':
      return (
        <>
          <Why result={result} reason={reason} />
          <p className="lead">
            <Words text={t('result.not-paid.text')} />
          </p>
          {mayHavePaid(reason) && (
            <p className="lead">
              <Words text={t('result.not-paid.money')} />
            </p>
          )}
        </>
      );
    case 'refund':
      return (
        <>
          <Why result={result} reason={reason} />
          <p className="lead tabular">
            <Words text={t('result.refund.text', { yuan: yuan(feeFen) })} />
          </p>
          <p className="lead">
            <Words text={t(shell.online ? 'result.refund.told' : 'result.refund.untold')} />
          </p>
        </>
      );
    case 'completed':
    case 'not-accepted':
    case 'refused':
    case 'not-stored':
      return (
        <p className="lead">
          <Words text={t(`result.${result}.text`)} />
        </p>
      );
  }
}

/** What went another way, in a sentence; nothing where this page has no words for it. */
function Why({ result, reason }: { readonly result: 'not-paid' | 'refund'; readonly reason: string | null }) {
  const { t } = useUi();
  const key = `result.${result}.${reason ?? ''}`;
  return isTextKey(key) ? (
    <p className="lead">
      <Words text={t(key)} />
    </p>
  ) : null;
}

/** No order was open, or the payer's bank has said no: nothing can be on its way. */
const mayHavePaid = (reason: string | null) =>
  reason !== 'device-trouble' && reason !== 'not-payable' && reason !== 'declined';
