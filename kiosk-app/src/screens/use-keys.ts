import { useEffect } from 'react';

/**
 * Escape does what the quiet button of the screen does: 返回 where there is one, else 退出, else nothing. In the question
 * whether somebody is there it says that somebody is. Any key says so, as a touch does.
 */
export function useKeys(isAsked: boolean, onStay: () => void, onKey: () => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.repeat) {
        if (isAsked) onStay();
        else document.querySelector<HTMLButtonElement>('.actions-leave button:last-of-type')?.click();
        return;
      }
      if (!isAsked) onKey();
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [isAsked, onStay, onKey]);
}
