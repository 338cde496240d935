import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Report } from '../../api/report.ts';
import { useCompletenessText } from '../../parts/completeness-text.ts';

/** How complete the figures above are, with the way to the details. */
export function CompletenessNote({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const { sentence, more } = useCompletenessText()(report.completeness);
  return (
    <p className="completeness-note">
      <span className={report.completeness.complete ? '' : 'warn-text'}>{sentence}</span>
      {more.map((text) => (
        <span key={text}>{text}</span>
      ))}
      <Link to={`/incidents/completeness?from=${report.from}&to=${report.to}`}>
        {t('completeness.details')}
      </Link>
    </p>
  );
}
