import { useUi } from '../ui-context.ts';
import { Notice } from './notice.tsx';

/** What became of the citizen's permit card. */
export function CardLine({ card }: { readonly card: 'returned' | 'retained' | 'stuck' | 'none' }) {
  const { t } = useUi();
  switch (card) {
    case 'none':
      return null;
    case 'returned':
      return <p className="soft">{t('card.returned')}</p>;
    case 'retained':
    case 'stuck':
      return <Notice look="stop">{t(`card.${card}`)}</Notice>;
  }
}
