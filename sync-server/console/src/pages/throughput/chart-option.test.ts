import { expect, it } from 'vitest';
import type { ChartData } from './chart-data.ts';
import { chartHeight, chartOption } from './chart-option.ts';

const data = (lying: boolean): ChartData => ({
  keys: ['a', 'b'],
  labels: ['A', 'B'],
  series: [
    { metric: 'approved', name: '同意', values: [1200, 0] },
    { metric: 'refused', name: '不同意', values: [3, null] },
  ],
  wholes: [1203, null],
  lying,
  left: 0,
});

interface Drawn {
  readonly xAxis: { readonly type: string; readonly min?: number };
  readonly yAxis: { readonly type: string; readonly min?: number };
  readonly tooltip: { readonly renderMode: string; readonly formatter: (items: unknown) => string };
  readonly series: readonly {
    readonly label?: { readonly formatter: (item: { dataIndex: number }) => string };
  }[];
}
const drawn = (lying: boolean) => chartOption(data(lying), 'zh') as unknown as Drawn;

it('begins its bars at zero, standing or lying', () => {
  expect(drawn(false).yAxis).toMatchObject({ type: 'value', min: 0 });
  expect(drawn(true).xAxis).toMatchObject({ type: 'value', min: 0 });
});

it('writes the whole over a stack, and nothing over an empty one', () => {
  const [, upper] = drawn(false).series;
  expect(upper?.label?.formatter({ dataIndex: 0 })).toBe('1,203');
  expect(upper?.label?.formatter({ dataIndex: 1 })).toBe('');
});

it('tells each part in the tooltip, which is not HTML', () => {
  const { tooltip } = drawn(false);
  expect(tooltip.renderMode).toBe('richText');
  expect(tooltip.formatter([{ dataIndex: 0 }])).toBe('A\n同意  1,200\n不同意  3');
  expect(tooltip.formatter([{ dataIndex: 1 }])).toBe('B\n同意  0\n不同意  —');
  expect(tooltip.formatter([])).toBe('');
});

it('gives lying bars a row each', () => {
  const labels = Array.from({ length: 40 }, (_, index) => String(index));
  expect(chartHeight({ labels, lying: true })).toBeGreaterThan(40 * 20);
  expect(chartHeight({ labels, lying: false })).toBe(260);
});
