import type { EChartsCoreOption } from 'echarts/core';
import { formatCount, type Language } from '../../format/numbers.ts';
import { COLOURS, SERIES } from '../../theme.ts';
import type { ChartData } from './chart-data.ts';

const BAR_ROW_PX = 26;
const STANDING_PX = 260;
/** Above this many bars, numbers over them would touch. */
const MAX_LABELLED = 31;

export function chartHeight({ labels, lying }: Pick<ChartData, 'labels' | 'lying'>): number {
  return lying ? Math.max(140, labels.length * BAR_ROW_PX + 48) : STANDING_PX;
}

interface TooltipItem {
  readonly dataIndex: number;
}

/**
 * Bars from zero. The tooltip is drawn on the canvas: as HTML it would carry inline styles, which the content
 * security policy forbids.
 */
export function chartOption(data: ChartData, language: Language): EChartsCoreOption {
  const count = (value: number) => formatCount(value, language);
  const names = {
    type: 'category',
    data: data.labels,
    inverse: data.lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: COLOURS.line } },
    axisLabel: {
      color: COLOURS.ink,
      fontSize: 12,
      ...(data.lying ? { width: 180, overflow: 'truncate' } : {}),
    },
  };
  const values = {
    type: 'value',
    min: 0,
    minInterval: 1,
    axisLabel: { color: COLOURS.quiet, fontSize: 12, formatter: count },
    splitLine: { lineStyle: { color: COLOURS.line } },
  };
  const last = data.series.length - 1;
  return {
    animation: false,
    textStyle: {
      fontFamily: "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    },
    grid: {
      left: 8,
      right: data.lying ? 64 : 12,
      top: data.lying ? 8 : 28,
      bottom: 4,
      outerBoundsMode: 'same',
    },
    xAxis: data.lying ? { ...values, position: 'top' } : names,
    yAxis: data.lying ? names : values,
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { type: 'shadow' },
      borderColor: COLOURS.line,
      textStyle: { color: COLOURS.ink, fontSize: 13 },
      formatter: (items: TooltipItem | readonly TooltipItem[]) => {
        const index = Array.isArray(items) ? items[0]?.dataIndex : (items as TooltipItem).dataIndex;
        return index === undefined ? '' : tooltipText(data, index, count);
      },
    },
    series: data.series.map((series, position) => ({
      type: 'bar',
      name: series.name,
      stack: 'whole',
      data: series.values,
      itemStyle: { color: SERIES[position] },
      barMaxWidth: data.lying ? 16 : 36,
      ...(position === last && data.labels.length <= MAX_LABELLED
        ? {
            label: {
              show: true,
              position: data.lying ? 'right' : 'top',
              color: COLOURS.ink,
              fontSize: 12,
              // The number over a stack is its whole, not its last part.
              formatter: ({ dataIndex }: TooltipItem) => {
                const whole = data.wholes[dataIndex] ?? null;
                return whole === null || whole === 0 ? '' : count(whole);
              },
            },
          }
        : {}),
    })),
  };
}

function tooltipText(data: ChartData, index: number, count: (value: number) => string): string {
  const told = (value: number | null | undefined) =>
    value === null || value === undefined ? '—' : count(value);
  const lines = data.series.map((series) => `${series.name}  ${told(series.values[index])}`);
  return [data.labels[index] ?? '', ...lines].join('\n');
}
