import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What would be here, and how to get it. */
  readonly help: string;
  readonly action?: ReactNode;
}

/** Stands where a list would be. */
export function EmptyNote({ title, help, action }: Props) {
  return (
    <div className="empty-note">
      <p className="empty-title">{title}</p>
      <p className="empty-help">{help}</p>
      {action}
    </div>
  );
}
