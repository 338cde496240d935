import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('hands on the first at once and gathers what follows', () => {
  const got: string[][] = [];
  const gather = coalesce<string>((items) => got.push([...items]), 2000);
  gather.add(['a']);
  expect(got).toEqual([['a']]);
  gather.add(['b']);
  gather.add(['c', 'b']);
  vi.advanceTimersByTime(1999);
  expect(got).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(got).toEqual([['a'], ['b', 'c']]);
});

it('is immediate again after a quiet time', () => {
  const got: string[][] = [];
  const gather = coalesce<string>((items) => got.push([...items]), 2000);
  gather.add(['a']);
  vi.advanceTimersByTime(2000);
  gather.add(['b']);
  expect(got).toEqual([['a'], ['b']]);
});

it('hands on nothing after it was stopped', () => {
  const got: string[][] = [];
  const gather = coalesce<string>((items) => got.push([...items]), 2000);
  gather.add(['a']);
  gather.add(['b']);
  gather.stop();
  vi.advanceTimersByTime(10_000);
  expect(got).toEqual([['a']]);
});
