import type { CardOutcome } from '../../card/card-types.ts';
import { useUi } from '../ui-context.ts';
import { Notice } from './notice.tsx';
import { Words } from './words.tsx';

/** What became of the citizen's permit card. */
export function CardLine({ card }: { readonly card: CardOutcome }) {
  const { t } = useUi();
  switch (card) {
    case 'none':
      return null;
    case 'returned':
      return (
        <p className="soft">
          <Words text={t('card.returned')} />
        </p>
      );
    case 'retained':
    case 'stuck':
    case 'gone':
    case 'unknown':
      return (
        <Notice look="stop">
          <Words text={t(`card.${card}`)} />
        </Notice>
      );
  }
}
