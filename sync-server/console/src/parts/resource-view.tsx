import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../data/live-context.tsx';
import type { Resource } from '../data/use-resource.ts';
import { formatClock } from '../format/time.ts';
import { useErrorText } from './error-text.ts';

interface Props<T> {
  readonly resource: Resource<T>;
  readonly children: (data: T) => ReactNode;
  /** Height kept free while the first answer is under way, px. */
  readonly height?: number;
}

/** Shows an answer of the server; says plainly when there is none, or when it is an old one. */
export function ResourceView<T>({ resource, children, height = 240 }: Props<T>) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { data, error, asOf, previous, refresh } = resource;
  const old = useLive().state === 'lost' || error !== null;
  const retry = (
    <Button size="small" onClick={refresh}>
      {t('common.retry')}
    </Button>
  );
  if (data === null) {
    return (
      <div style={{ minHeight: height }}>
        {error === null ? (
          <Skeleton active title={false} paragraph={{ rows: Math.max(2, Math.floor(height / 40)) }} />
        ) : (
          <Alert type="error" showIcon title={errorText(error)} action={retry} />
        )}
      </div>
    );
  }
  return (
    <div className={`resource${previous ? ' previous' : ''}`} aria-busy={previous}>
      {error !== null && asOf !== null && (
        <Alert
          className="resource-alert"
          type="warning"
          showIcon
          title={t('errors.still', { reason: errorText(error), time: formatClock(asOf) })}
          action={retry}
        />
      )}
      {/* Without colour while it is old: a green from before must not pass for a green of now. */}
      <div className={old ? 'resource-old' : ''}>{children(data)}</div>
    </div>
  );
}
