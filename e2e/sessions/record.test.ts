import { expect, test } from 'vitest';
import { Random } from '../chaos/random.ts';
import { Moments } from './moments.ts';
import { makePerson, personalTexts } from './people.ts';
import { Record } from './record.ts';
import { findTexts } from './search.ts';

const random = new Random(1);
const holder = makePerson(1, 'plain', random);
const other = makePerson(2, 'plain', random);

function recordWith(person: typeof holder): Record {
  const moments = new Moments();
  const record = new Record(
    () => 1000,
    () => moments,
  );
  const visit = { number: 1, person, from: 0, toldOfCard: false, untoldMs: 0 };
  record.visits.push(visit);
  record.present = visit;
  return record;
}

test('a card that is put out before its holder is well; before another it is not', () => {
  const well = recordWith(holder);
  well.moved(holder, 'transport', 'exit');
  expect(well.found).toEqual([]);
  const wrong = recordWith(other);
  wrong.moved(holder, 'transport', 'exit');
  expect(wrong.found.map((f) => f.wrong)).toEqual(['cardsToAnother']);
});

test('a card in the bin is remembered with when it went in; what it carries with when it came out', () => {
  const record = recordWith(holder);
  record.moved(holder, 'offered', 'transport');
  record.printed(holder, ['HKG']);
  record.moved(holder, 'transport', 'kept');
  expect(record.kept).toEqual([{ person: holder.id, how: 'bin', insertedAt: 1000, keptAt: 1000 }]);
  record.put(holder.id, 'hand');
  expect(record.handed).toEqual([{ person: holder.id, at: 1000, back: 'HKG' }]);
});

test('who stands there has been told of a kept card only by a screen that says so', () => {
  const record = recordWith(holder);
  record.shown({ screen: 'recovering', claim: null });
  expect(record.present?.toldOfCard).toBe(false);
  const now = { screen: 'device-trouble', card: 'retained' } as const;
  record.shown({ screen: 'session', view: { now, idleWarning: null, step: null } });
  expect(record.present?.toldOfCard).toBe(true);
});

test('a text of a citizen is found wherever a plain value holds it', () => {
  const texts = personalTexts(holder);
  const held = { a: [new Map([['x', { y: `of ${holder.idCard.name}` }]])], self: null as unknown };
  held.self = held;
  expect(findTexts(held, texts)).toEqual([holder.idCard.name]);
  expect(findTexts(held, personalTexts(other))).toEqual([]);
});

test('no two people of a run share a name or a number', () => {
  const people = Array.from({ length: 500 }, (_, n) => makePerson(n, 'plain', random));
  for (const at of [0, 1, 2]) expect(new Set(people.map((p) => personalTexts(p)[at])).size).toBe(500);
});
