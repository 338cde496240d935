import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageButton } from '../../shell/language-button.tsx';

interface Props {
  readonly title: string;
  readonly foot?: string;
  readonly children: ReactNode;
}

/** The page around the forms before the console itself. */
export function EntryFrame({ title, foot, children }: Props) {
  const { t } = useTranslation();
  return (
    <main className="entry">
      <div className="entry-top">
        <LanguageButton />
      </div>
      <div className="entry-box">
        <div className="entry-brand">
          <img src="/console/icon.svg" alt="" width={36} height={36} />
          <div>
            <p className="entry-product">{t('product')}</p>
            <p className="entry-bureau">{t('bureau')}</p>
          </div>
        </div>
        <h1>{title}</h1>
        {children}
        {foot !== undefined && <p className="entry-foot">{foot}</p>}
      </div>
    </main>
  );
}
