import { METRICS, type MetricDefinition, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage, useNames } from '../i18n/index.ts';

/** The definition of a figure, in full. */
export function DefinitionText({ metric }: { readonly metric: MetricName }) {
  const { t } = useTranslation();
  const name = useNames();
  const definition: MetricDefinition = METRICS[metric];
  return (
    <div className="definition">
      <p>{name(definition.definition)}</p>
      <dl>
        <dt>{t('throughput.unit')}</dt>
        <dd>{name(definition.unit)}</dd>
        <dt>{t('throughput.formula')}</dt>
        <dd>
          <code>{definition.formula}</code>
        </dd>
        <dt>{t('throughput.source')}</dt>
        <dd>
          <code>{definition.source}</code>
        </dd>
        <dt>{t('throughput.definitionId')}</dt>
        <dd>
          <code>{definition.id}</code>
        </dd>
      </dl>
    </div>
  );
}

/** The name of a figure with a button that opens its definition. */
export function MetricLabel({ metric }: { readonly metric: MetricName }) {
  const { t } = useTranslation();
  const name = useNames();
  const language = useLanguage();
  const title = name(METRICS[metric].names);
  return (
    <span className="metric-label">
      {title}
      <Popover
        trigger={['click', 'hover']}
        title={title}
        content={<DefinitionText metric={metric} />}
        classNames={{ root: 'definition-popover' }}
      >
        <button
          type="button"
          className="info"
          aria-label={
            language === 'zh' ? `${title}的${t('common.definition')}` : `${t('common.definition')}: ${title}`
          }
          onClick={(event) => event.stopPropagation()}
        >
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.3" />
            <path d="M8 7.2v4.4M8 4.3v1.6" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        </button>
      </Popover>
    </span>
  );
}
