import type { ReactNode } from 'react';
import { useUi } from '../ui-context.ts';
import { playTick } from './tick.ts';

interface BigButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `main`: the one thing to do next. `plain`: another way. `quiet`: 返回, 退出. */
  readonly look?: 'main' | 'plain' | 'quiet';
  readonly isDisabled?: boolean;
  readonly className?: string;
  /** For a button that stays in: on or off. */
  readonly isPressed?: boolean;
}

/** A button of the kiosk: large, answers at once, with a soft sound. The browser's own, for touch, keys and readers. */
export function BigButton({
  children,
  onPress,
  look = 'plain',
  isDisabled = false,
  className = '',
  isPressed,
}: BigButtonProps) {
  const { preferences } = useUi();
  return (
    <button
      type="button"
      className={`button button-${look} ${className}`}
      disabled={isDisabled}
      onClick={onPress}
      onPointerDown={() => {
        if (preferences.sound) playTick();
      }}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
    >
      {children}
    </button>
  );
}
