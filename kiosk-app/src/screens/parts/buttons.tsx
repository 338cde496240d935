import { useUi } from '../ui-context.ts';
import { BigButton } from './big-button.tsx';

/** 退出: leaves the visit; the machine gives the documents back and clears everything. */
export function ExitButton({ text }: { readonly text?: string }) {
  const { t, send } = useUi();
  return (
    <BigButton look="quiet" onPress={() => send({ type: 'EXIT' })}>
      {text ?? t('act.exit')}
    </BigButton>
  );
}

/** 返回, to the screen before. */
export function BackButton({ onPress }: { readonly onPress?: () => void }) {
  const { t, send } = useUi();
  return (
    <BigButton look="quiet" onPress={onPress ?? (() => send({ type: 'BACK' }))}>
      {t('act.back')}
    </BigButton>
  );
}
