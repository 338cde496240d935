import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GROUPINGS } from '../../api/report.ts';
import { useNow } from '../../data/use-now.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { beijingDay } from '../../format/time.ts';
import { PRESETS, presetPeriod } from './presets.ts';
import { CHARTS, daysOf, MAX_DAYS, type ReportView } from './report-query.ts';

const FORMAT = 'YYYY-MM-DD';

/** Period, grouping and what the chart shows; all of it stands in the address. */
export function ReportToolbar({ view }: { readonly view: ReportView }) {
  const { t } = useTranslation();
  const [, setQuery] = useUrlState();
  const today = beijingDay(useNow());
  const [tooLong, setTooLong] = useState(false);

  const show = (from: string, to: string) => {
    const fits = daysOf({ from, to }) <= MAX_DAYS;
    setTooLong(!fits);
    if (fits) setQuery({ from, to }, false);
  };
  return (
    <div className="report-toolbar">
      <div className="toolbar-group">
        <span className="toolbar-label">{t('throughput.period')}</span>
        <DatePicker.RangePicker
          value={[dayjs(view.from), dayjs(view.to)]}
          format={FORMAT}
          allowClear={false}
          maxDate={dayjs(today)}
          aria-label={t('throughput.period')}
          {...(tooLong ? { status: 'error' as const } : {})}
          onChange={(range) => {
            const [from, to] = range ?? [];
            if (from && to) show(from.format(FORMAT), to.format(FORMAT));
          }}
        />
        <div className="presets">
          {PRESETS.map((preset) => {
            const period = presetPeriod(preset, today);
            const chosen = period.from === view.from && period.to === view.to;
            return (
              <Button
                key={preset}
                size="small"
                type={chosen ? 'link' : 'text'}
                aria-pressed={chosen}
                onClick={() => show(period.from, period.to)}
              >
                {t(`throughput.presets.${preset}`)}
              </Button>
            );
          })}
        </div>
        {tooLong && (
          <span className="toolbar-error" role="alert">
            {t('throughput.tooLong')}
          </span>
        )}
      </div>
      <div className="toolbar-group">
        <span className="toolbar-label">{t('throughput.groupBy')}</span>
        <Segmented
          aria-label={t('throughput.groupBy')}
          value={view.groupBy}
          options={GROUPINGS.map((value) => ({ value, label: t(`throughput.groups.${value}`) }))}
          onChange={(groupBy) => setQuery({ groupBy }, false)}
        />
        <span className="toolbar-label">{t('throughput.chart')}</span>
        <Segmented
          aria-label={t('throughput.chart')}
          value={view.chart}
          options={CHARTS.map((value) => ({ value, label: t(`throughput.charts.${value}`) }))}
          onChange={(chart) => setQuery({ chart })}
        />
      </div>
    </div>
  );
}
