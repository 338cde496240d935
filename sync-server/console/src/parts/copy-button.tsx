import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts a text on the clipboard and says when it is there. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  // Without https (and not on this machine) browsers give no clipboard; the text can be selected by hand.
  if (!window.isSecureContext) return null;
  return (
    <Button
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        );
      }}
    >
      {copied ? t('common.copied') : t('common.copy')}
    </Button>
  );
}
