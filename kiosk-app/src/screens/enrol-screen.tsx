import { useState } from 'react';
import type { KioskScreen } from '../machines/session-view.ts';
import { BigButton } from './parts/big-button.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { SignKeys, TypedCode } from './parts/sign-keys.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Enrol = Extract<KioskScreen, { screen: 'enrol' }>;

/** As the console makes them. */
const CODE_LENGTH = 10;

/** For staff, once in the life of a kiosk, and again where it has lost its database. */
export function EnrolScreen({ problem, busy, before }: Enrol) {
  const { t, send } = useUi();
  const [typed, setTyped] = useState('');
  return (
    <Frame
      title={t('enrol.title')}
      middle="choices"
      note={busy ? t('enrol.busy') : undefined}
      act={
        <BigButton
          look="main"
          isDisabled={busy || typed.length < CODE_LENGTH}
          onPress={() => send({ type: 'ENROL', code: typed })}
        >
          {t('enrol.send')}
        </BigButton>
      }
    >
      <p className="lead">
        <Words text={t('enrol.text')} />
      </p>
      {before !== null && (
        <Notice>
          <Words text={t('enrol.before', before)} />
        </Notice>
      )}
      <TypedCode typed={typed} length={CODE_LENGTH} label={t('enrol.typed')} />
      {problem !== null && !busy && (
        <Notice>
          <Words text={t(`enrol.problem.${problem}`)} />
        </Notice>
      )}
      <SignKeys
        isDisabled={busy}
        onSign={(sign) => setTyped((code) => (code + sign).slice(0, CODE_LENGTH))}
        onDelete={() => setTyped((code) => code.slice(0, -1))}
      />
    </Frame>
  );
}
