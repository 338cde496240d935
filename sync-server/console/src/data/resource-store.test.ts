import { err, ok, type Result } from '@haizhu/shared/result';
import { describe, expect, it } from 'vitest';
import type { ApiError } from '../api/api-error.ts';
import { ResourceStore, type Source } from './resource-store.ts';

const failure: ApiError = { kind: 'network', status: 0, code: 'network', message: '', field: null };

/** A source whose answers are given by hand. */
function manual(key: string, topics: Source<string>['topics'] = ['report']) {
  const waiting: ((result: Result<string, ApiError>) => void)[] = [];
  let asked = 0;
  const source: Source<string> = {
    key,
    topics,
    load: () => {
      asked += 1;
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
  const answer = async (result: Result<string, ApiError>) => {
    waiting.shift()?.(result);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { source, answer, asked: () => asked };
}

const store = () => new ResourceStore(() => 7000);
const watching = () => {};

describe('ResourceStore', () => {
  it('fetches once for several watchers and tells each of them', async () => {
    const s = store();
    const a = manual('a');
    const told: string[] = [];
    s.watch(a.source, () => told.push('one'));
    s.watch(a.source, () => told.push('two'));
    expect(a.asked()).toBe(1);
    told.length = 0;
    await a.answer(ok('x'));
    expect(told.toSorted()).toEqual(['one', 'two']);
    expect(s.snapshot('a')).toEqual({ data: 'x', error: null, loading: false, asOf: 7000 });
  });

  it('keeps old data with its time when a newer answer fails', async () => {
    const s = store();
    const a = manual('a');
    s.watch(a.source, watching);
    await a.answer(ok('x'));
    s.refresh('a');
    expect(s.snapshot('a')).toMatchObject({ data: 'x', loading: true });
    await a.answer(err(failure));
    expect(s.snapshot('a')).toEqual({ data: 'x', error: failure, loading: false, asOf: 7000 });
  });

  it('asks again after an answer that was overtaken by a change', async () => {
    const s = store();
    const a = manual('a');
    s.watch(a.source, watching);
    s.changed(new Set(['report']));
    s.changed(new Set(['report']));
    expect(a.asked()).toBe(1);
    await a.answer(ok('old'));
    expect(a.asked()).toBe(2);
    await a.answer(ok('new'));
    expect(s.snapshot('a')).toMatchObject({ data: 'new', loading: false });
    expect(a.asked()).toBe(2);
  });

  it('leaves alone what another topic concerns', async () => {
    const s = store();
    const a = manual('a', ['kiosks']);
    s.watch(a.source, watching);
    await a.answer(ok('x'));
    s.changed(new Set(['report']));
    expect(a.asked()).toBe(1);
    s.changedAll();
    expect(a.asked()).toBe(2);
  });

  it('drops what nobody looks at when it becomes old', async () => {
    const s = store();
    const a = manual('a');
    const release = s.watch(a.source, watching);
    await a.answer(ok('x'));
    release();
    expect(s.snapshot('a').data).toBe('x');
    s.changed(new Set(['report']));
    expect(s.snapshot('a').data).toBeNull();
    expect(a.asked()).toBe(1);
  });

  it('is not filled again after clearing', async () => {
    const s = store();
    const a = manual('a');
    s.watch(a.source, watching);
    s.clear();
    await a.answer(ok('of the person before'));
    expect(s.snapshot('a').data).toBeNull();
  });

  it('keeps a bounded number of answers nobody looks at', async () => {
    const s = store();
    for (let n = 0; n < 100; n += 1) {
      const source = manual(`k${n}`);
      const release = s.watch(source.source, watching);
      await source.answer(ok('x'));
      release();
    }
    const kept = Array.from({ length: 100 }, (_, n) => s.snapshot(`k${n}`).data).filter(Boolean).length;
    expect(kept).toBe(30);
    expect(s.snapshot('k99').data).toBe('x');
  });
});
