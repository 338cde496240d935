import { describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { phrasesOf } from './phrases.ts';
import { zh } from './zh.ts';

const TEXTS = Object.entries(zh);

describe('Chinese texts in pieces', () => {
  test.each(TEXTS)('%s: joined it is the same text, and no piece is too long for a line', (_, text) => {
    const phrases = phrasesOf(text);
    expect(phrases.join('')).toBe(text);
    if (!text.includes('{{'))
      for (const phrase of phrases) expect([...phrase].length).toBeLessThanOrEqual(14);
  });

  test('a word of this field is never taken apart', () => {
    for (const term of ['窗口', '通行证', '身份证', '查询码', '自助机', '工作人员', '公安机关', '二维码']) {
      for (const [, text] of TEXTS.filter(([, each]) => each.includes(term))) {
        let at = 0;
        const cuts = new Set(phrasesOf(text).map((phrase) => (at += phrase.length)));
        for (let from = text.indexOf(term); from !== -1; from = text.indexOf(term, from + 1)) {
          for (let inside = from + 1; inside < from + term.length; inside += 1) {
            expect(cuts.has(inside), `${term} in ${text}`).toBe(false);
          }
        }
      }
    }
  });

  test('no line begins with a sign that ends another, and a number keeps its unit', () => {
    for (const [, text] of TEXTS) {
      for (const phrase of phrasesOf(text).slice(1))
        expect(phrase).not.toMatch(/^(?:[，。、；：！？）」》”]|[的了吗]$)/);
    }
    expect(phrasesOf('20 秒后将清除您的信息。').some((phrase) => phrase.startsWith('秒'))).toBe(false);
  });

  test('other writing is left as it is', () => {
    for (const text of Object.values(en)) expect(phrasesOf(text)).toEqual([text]);
  });
});
