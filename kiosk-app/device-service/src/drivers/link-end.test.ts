import { expect, it, vi } from 'vitest';
import { LinkEnd } from './link-end.ts';

it('a link ends once, also where ending it brings the next error', async () => {
  const undo = vi.fn(() => {
    end.end();
    throw new Error('closing failed');
  });
  const end = new LinkEnd(undo);
  const early = vi.fn(() => end.end());
  end.onEnd(early);
  end.end();
  end.end();
  const late = vi.fn();
  end.onEnd(late);
  await Promise.resolve();
  expect([undo, early, late].map((listener) => listener.mock.calls.length)).toEqual([1, 1, 1]);
  expect(end.isOver).toBe(true);
});
