import { describe, expect, test } from 'vitest';
import { newSpareDisk, type SpareDisk } from '../testing/simulated-spare.ts';
import type { SpareEntry } from './spare-copy.ts';
import { SpareFile } from './spare-file.ts';

const entry = (seq: number, epoch = 1): SpareEntry => ({
  epoch,
  seq,
  at: 1000 + seq,
  text: `entry ${epoch}/${seq} 赵`,
  sealed: seq % 2 === 0 ? `sealed ${seq}` : null,
});

function filled(disk: SpareDisk, to: number, large?: number): SpareFile {
  const file = new SpareFile(disk, large);
  for (let seq = 1; seq <= to; seq += 1) file.add(entry(seq));
  return file;
}

const held = (disk: SpareDisk) => new SpareFile(disk).held;
const seqs = (disk: SpareDisk) => held(disk).map(({ seq }) => seq);
const sizes = (disk: SpareDisk) => disk.map((file) => file.getSize());

describe('file of the spare copy', () => {
  test('what was added is there when it is opened again', () => {
    const disk = newSpareDisk();
    filled(disk, 3);
    expect(held(disk)).toEqual([entry(1), entry(2), entry(3)]);
  });

  test('a line that a kill cut short is gone, whole lines before and after it stay', () => {
    const disk = newSpareDisk();
    filled(disk, 3);
    disk[0].truncate(disk[0].getSize() - 5);
    const again = new SpareFile(disk);
    expect(again.held).toEqual([entry(1), entry(2)]);
    again.add(entry(3));
    expect(seqs(disk)).toEqual([1, 2, 3]);
  });

  test('a damaged line costs no other line', () => {
    const disk = newSpareDisk();
    filled(disk, 3);
    disk[0].bytes[2] = 0x21;
    expect(seqs(disk)).toEqual([2, 3]);
  });

  test('it is emptied when the server has all of it, and not before', () => {
    const disk = newSpareDisk();
    const file = filled(disk, 3);
    file.add(entry(1, 2));
    file.acknowledged(1, 2);
    file.acknowledged(1, 3);
    expect(held(disk)).toEqual([entry(1, 2)]);
    expect(sizes(disk)[0]).toBeGreaterThan(0);
    file.acknowledged(2, 1);
    expect(sizes(disk)).toEqual([0, 0]);
  });

  test('where something always waits, one file is emptied while the other is written', () => {
    const disk = newSpareDisk();
    const file = new SpareFile(disk, 500);
    let largest = 0;
    for (let seq = 1; seq <= 500; seq += 1) {
      file.add(entry(seq));
      if (seq > 3) file.acknowledged(1, seq - 3);
      largest = Math.max(largest, ...sizes(disk));
    }
    expect(largest).toBeLessThan(1500);
    expect(seqs(disk)).toEqual(expect.arrayContaining([498, 499, 500]));
  });

  test('opened again it goes on behind the newest entry: nothing acknowledged stays before what is not', () => {
    const disk = newSpareDisk();
    filled(disk, 20, 300);
    expect(sizes(disk).every((bytes) => bytes > 0)).toBe(true);
    const again = new SpareFile(disk, 300);
    again.add(entry(21));
    for (let through = 1; through <= 21; through += 1) {
      again.acknowledged(1, through);
      const left = seqs(disk);
      expect(left).toEqual(Array.from({ length: left.length }, (_, n) => 22 - left.length + n));
    }
    expect(sizes(disk)).toEqual([0, 0]);
  });

  /** Entries 1…8 fill the first file; the second begins with what was written anew, and goes on. */
  function writtenAnew(disk: SpareDisk): SpareFile {
    const file = filled(disk, 8, 300);
    for (const seq of [6, 9, 10]) file.add(entry(seq));
    return file;
  }

  test('where one file is emptied, older lines of the other leave no gap before what waits', () => {
    const disk = newSpareDisk();
    const file = writtenAnew(disk);
    expect(sizes(disk).every((bytes) => bytes > 0)).toBe(true);
    file.acknowledged(1, 8);
    expect(sizes(disk)[0]).toBe(0);
    expect(seqs(disk)).toEqual([9, 10]);
  });

  test('what is written again after the server went back counts again', () => {
    const disk = newSpareDisk();
    const file = writtenAnew(disk);
    file.acknowledged(1, 8);
    for (let seq = 5; seq <= 10; seq += 1) file.add(entry(seq));
    expect(seqs(disk)).toEqual([5, 6, 7, 8, 9, 10]);
  });

  test('nothing is emptied whose note the disk does not take', () => {
    const disk = newSpareDisk();
    const file = writtenAnew(disk);
    disk[1].isFull = true;
    expect(() => file.acknowledged(1, 8)).toThrow('0 of');
    expect(seqs(disk)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    disk[1].isFull = false;
    file.acknowledged(1, 9);
    expect(seqs(disk)).toEqual([10]);
    file.acknowledged(1, 10);
    expect(sizes(disk)).toEqual([0, 0]);
  });

  test('a full disk is said, and costs nothing that was there', () => {
    const disk = newSpareDisk();
    const file = filled(disk, 2);
    disk[0].isFull = true;
    expect(() => file.add(entry(3))).toThrow('0 of');
    disk[0].isFull = false;
    file.add(entry(3));
    expect(seqs(disk)).toEqual([1, 2, 3]);
  });

  test('a file in which nobody can read anything is begun anew', () => {
    const disk = newSpareDisk();
    disk[0].write(new TextEncoder().encode('[1]\nnonsense\n'), { at: 0 });
    const file = new SpareFile(disk);
    expect(file.held).toEqual([]);
    file.add(entry(1));
    expect(seqs(disk)).toEqual([1]);
  });
});
