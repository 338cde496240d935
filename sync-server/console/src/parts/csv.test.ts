import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what needs it and leaves numbers as they are', () => {
  expect(
    toCsv(
      ['a', 'b'],
      [
        ['x,y', -3],
        ['"q"', null],
        ['two\nlines', 0],
      ],
    ),
  ).toBe('\uFEFFa,b\r\n"x,y",-3\r\n"""q""",\r\n"two\nlines",0\r\n');
});

it('does not hand a formula to a spreadsheet', () => {
  expect(toCsv(['h'], [['=1+1'], ['@cmd'], ['-2'], ['+1'], ['\tx']])).toBe(
    "\uFEFFh\r\n'=1+1\r\n'@cmd\r\n'-2\r\n'+1\r\n'\tx\r\n",
  );
});
