import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useUi } from '../ui-context.ts';
import { playTick } from './tick.ts';

interface BigButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `main`: the one thing to do next. `plain`: another way. `quiet`: 返回, 退出. */
  readonly look?: 'main' | 'plain' | 'quiet';
  readonly isDisabled?: boolean;
  readonly label?: string;
  readonly className?: string;
  /** For a button that stays in: on or off. */
  readonly isPressed?: boolean;
}

/** A button of the kiosk: large, answers at once, with a soft sound. */
export function BigButton({
  children,
  onPress,
  look = 'plain',
  isDisabled = false,
  label,
  className = '',
  isPressed,
}: BigButtonProps) {
  const { preferences } = useUi();
  return (
    <Button
      className={`button button-${look} ${className}`}
      isDisabled={isDisabled}
      onPress={onPress}
      onPressStart={() => {
        if (preferences.sound) playTick();
      }}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {children}
    </Button>
  );
}
