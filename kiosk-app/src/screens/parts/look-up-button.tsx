import { useUi } from '../ui-context.ts';
import { BigButton } from './big-button.tsx';
import { SearchIcon } from './icons.tsx';

/** 查询办理进度, wherever an application can be looked up. */
export function LookUpButton({ className = '' }: { readonly className?: string }) {
  const { t, send, preferences } = useUi();
  const { language, elder } = preferences;
  return (
    <BigButton
      className={className}
      onPress={() => send({ type: 'START', service: 'check', language, slow: elder })}
    >
      <SearchIcon />
      {t('attract.check')}
    </BigButton>
  );
}
