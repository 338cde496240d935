import type { ReactNode } from 'react';

interface Props {
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, note, actions }: Props) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {note !== undefined && <div className="page-note">{note}</div>}
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  );
}

/** A box of a page with its heading. */
export function Panel({
  title,
  help,
  extra,
  children,
  className = '',
}: {
  readonly title: string;
  readonly help?: string;
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  return (
    <section className={`panel ${className}`} aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {help !== undefined && <p className="panel-help">{help}</p>}
        {extra !== undefined && <div className="panel-extra">{extra}</div>}
      </div>
      {children}
    </section>
  );
}
