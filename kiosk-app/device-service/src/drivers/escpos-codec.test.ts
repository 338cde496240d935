import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { conditionOf } from './escpos-codec.ts';
import { encodeReceipt } from './escpos-receipt.ts';

const LINES = [
  { text: '海珠区自助办证', style: 'title' },
  { text: '', style: 'rule' },
  { text: '龘 15 元\u001b@', style: 'normal' },
] as const;

describe('ESC/POS bytes', () => {
  it('are GB18030 text between the printers’ commands, and end with a cut', () => {
    const bytes = encodeReceipt(LINES);
    expect([...bytes.subarray(0, 4)]).toEqual([0x1b, 0x40, 0x1c, 0x26]);
    const text = iconv.decode(Buffer.from(bytes), 'gb18030');
    expect(text).toContain('海珠区自助办证\n');
    expect(text).toContain('-'.repeat(48));
    expect([...bytes.subarray(-6)]).toEqual([0x1d, 0x56, 0x42, 0x00, 0x1b, 0x40]);
  });

  it('let no text carry a command', () => {
    const text = iconv.decode(Buffer.from(encodeReceipt(LINES)), 'gb18030');
    expect(text).toContain('龘 15 元 @\n');
  });

  const idle = { printer: 0x12, offline: 0x12, error: 0x12, paper: 0x12 };
  const fine = { coverOpen: false, paper: 'full', jammed: false, hot: false, failed: false, offline: false };
  it.each([
    ['nothing', {}, {}],
    ['paper near its end', { paper: 0x1e }, { paper: 'low' }],
    ['no paper', { paper: 0x7e }, { paper: 'out' }],
    ['stopped for want of paper', { printer: 0x1a, offline: 0x32 }, { paper: 'out' }],
    ['cover open', { printer: 0x1a, offline: 0x16 }, { coverOpen: true }],
    ['cutter stuck', { printer: 0x1a, offline: 0x52, error: 0x1a }, { jammed: true }],
    ['an error that somebody can clear', { error: 0x16 }, { jammed: true }],
    ['an error for good', { printer: 0x1a, offline: 0x52, error: 0x32 }, { failed: true }],
    ['an error without a name', { printer: 0x1a, offline: 0x52 }, { failed: true }],
    ['the head too hot', { printer: 0x1a, offline: 0x52, error: 0x52 }, { hot: true }],
    ['offline without a reason', { printer: 0x1a }, { offline: true }],
  ])('say %s', (_, bytes, said) => {
    expect(conditionOf({ ...idle, ...bytes })).toEqual({ ...fine, ...said });
  });
});
