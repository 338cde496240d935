import type { ReactNode } from 'react';
import { LookIcon } from './icons.tsx';

interface NoticeProps {
  readonly children: ReactNode;
  readonly look?: 'look' | 'stop' | 'calm';
}

/** A sentence that must not be overlooked. Read out when it appears. */
export function Notice({ children, look = 'look' }: NoticeProps) {
  return (
    <div className={`notice notice-${look}`} role="status">
      <LookIcon />
      <p>{children}</p>
    </div>
  );
}
