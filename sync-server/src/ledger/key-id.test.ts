import { expect, test } from 'vitest';
import { keyIdOf } from './key-id.ts';

const jwe = (header: string) => `${Buffer.from(header).toString('base64url')}.a.b.c.d`;

test.each([
  ['as kiosks write it', '{"alg":"ECDH-ES+A256KW","enc":"A256GCM","kid":"k-2026","epk":{"x":"…"}}', 'k-2026'],
  ['in another order', '{"kid":"k-2026","enc":"A256GCM","alg":"ECDH-ES+A256KW"}', 'k-2026'],
  ['with an escape', '{"alg":"a","enc":"b","kid":"k\\u0031"}', 'k1'],
  ['longer than usual', `{"alg":"a","enc":"b","x":"${'x'.repeat(300)}","kid":"k1"}`, 'k1'],
  [
    'that is cut where the name stands',
    `{"alg":"${'a'.repeat(60)}","enc":"b","kid":"${'k'.repeat(40)}"}`,
    'k'.repeat(40),
  ],
  ['longer than is kept', `{"alg":"a","enc":"b","kid":"${'k'.repeat(300)}"}`, 'k'.repeat(100)],
  ['with a NUL', '{"alg":"a","enc":"b","kid":"k\\u0000"}', 'k'],
  ['without a name', '{"alg":"a","enc":"b"}', ''],
  ['whose name is a number', '{"kid":5}', ''],
  ['that is no JSON', 'kid', ''],
])('the key of a header %s', (_, header, kid) => {
  expect(keyIdOf(Buffer.from(jwe(header)))).toBe(kid);
});

test.each(['', '.', 'no dot at all', '\0'])('a text that is no JWE names no key: %j', (text) => {
  expect(keyIdOf(Buffer.from(text))).toBe('');
});
