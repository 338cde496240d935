import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import {
  type CompletenessDetail,
  completenessDetailSchema,
  completenessPath,
} from '../../api/completeness.ts';
import { CHECK_EVERY_MS } from '../../data/refresh.ts';
import { useNow } from '../../data/use-now.ts';
import { useResource } from '../../data/use-resource.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { beijingDay } from '../../format/time.ts';
import { useCompletenessText } from '../../parts/completeness-text.ts';
import { ResourceView } from '../../parts/resource-view.tsx';
import { daysOf, MAX_DAYS, readReportView } from '../throughput/report-query.ts';
import { DaysTable } from './days-table.tsx';
import { GapsTable } from './gaps-table.tsx';

const FORMAT = 'YYYY-MM-DD';

/** What may be missing in the figures of a period, kiosk by kiosk and day by day. */
export function CompletenessSection() {
  const { t } = useTranslation();
  const [query, setQuery] = useUrlState();
  const today = beijingDay(useNow());
  const { from, to } = readReportView(query, today);
  const resource = useResource(
    {
      path: completenessPath({ from, to }),
      schema: completenessDetailSchema,
      topics: ['kiosks', 'quarantine', 'report'],
    },
    CHECK_EVERY_MS,
  );
  return (
    <>
      <p className="section-help">{t('completeness.help')}</p>
      <div className="completeness-toolbar">
        <span className="toolbar-label">{t('throughput.period')}</span>
        <DatePicker.RangePicker
          value={[dayjs(from), dayjs(to)]}
          format={FORMAT}
          allowClear={false}
          maxDate={dayjs(today)}
          aria-label={t('throughput.period')}
          onChange={(range) => {
            const [first, last] = (range ?? []).map((day) => day?.format(FORMAT));
            if (first && last && daysOf({ from: first, to: last }) <= MAX_DAYS) {
              setQuery({ from: first, to: last }, false);
            }
          }}
        />
      </div>
      <ResourceView resource={resource}>{(data) => <Detail detail={data} />}</ResourceView>
    </>
  );
}

function Detail({ detail }: { readonly detail: CompletenessDetail }) {
  const { t } = useTranslation();
  const { sentence, more } = useCompletenessText()(detail.summary);
  return (
    <>
      <p className={`completeness-sentence${detail.summary.complete ? '' : ' warn-text'}`}>{sentence}</p>
      {more.length > 0 && (
        <ul className="completeness-open">
          {more.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <h2 className="section-title">{t('completeness.gaps')}</h2>
      <GapsTable kiosks={detail.kiosks} />
      <h2 className="section-title">{t('completeness.daysTitle')}</h2>
      <p className="section-help">{t('completeness.daysHelp')}</p>
      <DaysTable days={detail.days} />
    </>
  );
}
