import { useEffect, useRef } from 'react';
import { BigButton } from './parts/big-button.tsx';
import { TimeLeft } from './parts/time-left.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';
import { useSecondsLeft } from './use-now.ts';

interface IdleDialogProps {
  readonly deadline: number;
  /** A check code that is on no paper. */
  readonly code: string | null;
}

/** Stands above a visit nobody seems to be at; everything behind it cannot be touched. */
export function IdleDialog({ deadline, code }: IdleDialogProps) {
  const { t, send } = useUi();
  const seconds = useSecondsLeft(deadline);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="veil">
      <div className="dialog" role="alertdialog" aria-modal="true" aria-labelledby="idle-title">
        <h2 id="idle-title" className="title" ref={heading} tabIndex={-1}>
          {t('idle.title')}
        </h2>
        <TimeLeft seconds={seconds} say={(left) => t('idle.text', { seconds: left })} />
        {code !== null && (
          <p className="lead tabular">
            <Words text={t('idle.code', { code })} />
          </p>
        )}
        <div className="dialog-acts">
          <BigButton look="quiet" onPress={() => send({ type: 'EXIT' })}>
            {t('idle.leave')}
          </BigButton>
          <BigButton look="main" onPress={() => send({ type: 'STILL_HERE' })}>
            {t('idle.stay')}
          </BigButton>
        </div>
      </div>
    </div>
  );
}
