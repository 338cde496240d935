import { describe, expect, it } from 'vitest';
import { correctionOf, isObjectText, valuesOf } from './correction.ts';

describe('the form of a repair', () => {
  it('begins with what can be read of the entry', () => {
    expect(valuesOf('{"kind":"session.started","body":{"language":"fr"}}', '')).toEqual({
      kind: 'session.started',
      body: '{\n  "language": "fr"\n}',
      note: '',
    });
    expect(valuesOf('{"broken', 'rating.given')).toEqual({ kind: 'rating.given', body: '{}', note: '' });
    expect(valuesOf('[]', '')).toEqual({ kind: '', body: '{}', note: '' });
  });

  it('takes an object only', () => {
    for (const text of ['{}', ' {"a":1} ']) expect(isObjectText(text)).toBe(true);
    for (const text of ['', '[]', 'null', '1', '{', undefined]) expect(isObjectText(text)).toBe(false);
  });

  it('sends nothing but the note when nothing was touched', () => {
    const initial = valuesOf('{"kind":"k","body":{"a":1}}', '');
    expect(correctionOf({ ...initial, note: ' why ' }, initial)).toEqual({ note: 'why' });
    expect(correctionOf({ ...initial, kind: 'other', note: 'n' }, initial)).toEqual({
      kind: 'other',
      body: { a: 1 },
      note: 'n',
    });
    expect(correctionOf({ ...initial, body: '{"a":2}', note: 'n' }, initial)).toEqual({
      kind: 'k',
      body: { a: 2 },
      note: 'n',
    });
  });
});
