import { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import { expect, test } from 'vitest';
import { Random } from '../chaos/random.ts';
import { auditAtTheEnd, auditCards, saysKept } from './audit.ts';
import { Bank } from './bank.ts';
import { Disk } from './disk.ts';
import { openMemoryStore } from './memory-store.ts';
import { Moments } from './moments.ts';
import { makePerson } from './people.ts';
import { ProcessTimers } from './process-timers.ts';
import { Record } from './record.ts';

test('what was told or written and is not in the ledger is lost; a card of which nothing is written is kept silently', async () => {
  const time = new VirtualTime();
  const moments = new Moments();
  const record = new Record(
    () => time.now(),
    () => moments,
  );
  const disk = new Disk(new Random(1), moments);
  const store = await openMemoryStore();
  const audit = () => auditAtTheEnd({ record, store, bank: new Bank(() => time.now()), disk });
  await audit();
  expect(record.found).toEqual([]);

  const journal = disk.openedBy(new ProcessTimers(time));
  await journal.begin(1, 'start');
  const entry = {
    text: '{"kind":"session.started"}',
    sealed: null,
    digest: 'd',
    at: 1,
    open: { put: [], remove: [] },
  };
  const written = journal.append(1, () => entry);
  await time.advance(50);
  await written;
  const person = makePerson(1, 'plain', new Random(1));
  record.visits.push({ number: 1, person, from: 0, toldOfCard: false, untoldMs: 0 });
  record.moved(person, 'transport', 'kept');
  await audit();
  expect(record.found.map((f) => f.wrong)).toEqual(['lost', 'cardsKeptSilently']);
  await store.close();
});

test('a card that went in after its visit was over is kept by a word about a card of nobody, one word a card', () => {
  const person = makePerson(1, 'plain', new Random(1));
  const wrongs = (cards: number, ...words: readonly number[]) => {
    let now = 1000;
    const record = new Record(
      () => now,
      () => new Moments(),
    );
    record.visits.push({ number: 1, person, from: 0, toldOfCard: false, untoldMs: 0 });
    record.moved(person, 'offered', 'transport');
    now = 2000;
    for (let card = 0; card < cards; card += 1) record.moved(person, 'transport', 'kept');
    auditCards(
      record,
      words.map((at) => ({ kind: 'card.keeping', at, body: { session: null, reason: 'found' } })),
    );
    return record.found.map((f) => f.wrong);
  };
  expect(wrongs(1, 1999)).toEqual([]);
  expect(wrongs(1, 999)).toEqual(['cardsKeptSilently']);
  expect(wrongs(1, 2001)).toEqual(['cardsKeptSilently']);
  expect(wrongs(2, 1999)).toEqual(['cardsKeptSilently']);
  expect(wrongs(2, 1998, 1999)).toEqual([]);
});

test('an entry says that a card stays where it is about the card and about that', () => {
  const says = (kind: string, how: string) => saysKept({ kind, at: 0, body: { how } });
  expect(says('card.returned', 'retained')).toBe(true);
  expect(says('card.returned', 'taken')).toBe(false);
  expect(says('card.keeping', '')).toBe(true);
  expect(says('session.ended', 'retained')).toBe(false);
});
