import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { switchLanguage, useLanguage } from '../i18n/index.ts';

/** Named in the language it switches to. */
export function LanguageButton() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Button
      type="text"
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      aria-label={t('account.switchLabel')}
      onClick={() => switchLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {t('account.switchLanguage')}
    </Button>
  );
}
