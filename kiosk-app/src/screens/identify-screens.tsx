import type { SessionScreen } from '../machines/session-view.ts';
import { InsertPermitArt, PlaceIdArt } from './art/machine-art.tsx';
import { ExitButton } from './parts/buttons.tsx';
import { Frame } from './parts/frame.tsx';
import { Notice } from './parts/notice.tsx';
import { Words } from './parts/words.tsx';
import { useUi } from './ui-context.ts';

type Of<S extends SessionScreen['screen']> = Extract<SessionScreen, { screen: S }>;

export function PlaceIdScreen({ problem }: Of<'place-id-card'>) {
  const { t } = useUi();
  return (
    <Frame title={t('place.title')} leave={<ExitButton />}>
      <p className="lead">
        <Words text={t('place.text')} />
      </p>
      <PlaceIdArt />
      {problem === null ? (
        <p className="soft">
          <Words text={t('place.permit-first')} />
        </p>
      ) : (
        <Notice>
          <Words text={t(`place.${problem}`)} />
        </Notice>
      )}
    </Frame>
  );
}

export function InsertPermitScreen({ problem }: Of<'insert-permit'>) {
  const { t } = useUi();
  return (
    <Frame title={t('insert.title')} leave={<ExitButton />}>
      <p className="lead">
        <Words text={t('insert.text')} />
      </p>
      <InsertPermitArt />
      {problem === null ? (
        <p className="soft">
          <Words text={t('insert.text2')} />
        </p>
      ) : (
        <Notice>
          <Words text={t('insert.unreadable')} />
        </Notice>
      )}
    </Frame>
  );
}
