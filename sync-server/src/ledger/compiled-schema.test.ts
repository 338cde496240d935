import { entryHeaderSchema } from '@haizhu/shared/journal/entry';
import { bodySchema, ENTRY_KINDS, isEntryKind } from '@haizhu/shared/journal/kinds';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { CompiledSchema } from './compiled-schema.ts';

const bodies = Object.keys(ENTRY_KINDS)
  .filter(isEntryKind)
  .flatMap((kind) =>
    Object.keys(ENTRY_KINDS[kind].versions).map(
      (version) => [`${kind} ${version}`, bodySchema(kind, Number(version))] as const,
    ),
  );
const schemas: readonly (readonly [string, z.ZodMiniType | undefined])[] = [
  ['header', entryHeaderSchema],
  ...bodies,
];

type Node = Readonly<Record<string, unknown>>;

/** Values that a JSON Schema accepts. */
function valid(node: Node): fc.Arbitrary<unknown> {
  const [min = -1000, max = 1000] = [node['minimum'], node['maximum']] as (number | undefined)[];
  if (Array.isArray(node['anyOf'])) return fc.oneof(...(node['anyOf'] as Node[]).map(valid));
  if ('const' in node) return fc.constant(node['const']);
  if (Array.isArray(node['enum'])) return fc.constantFrom(...(node['enum'] as string[]));
  if (Array.isArray(node['type'])) {
    return fc.oneof(...(node['type'] as string[]).map((type) => valid({ ...node, type })));
  }
  switch (node['type']) {
    case 'object': {
      const members = Object.entries((node['properties'] ?? {}) as Record<string, Node>);
      return fc.record(Object.fromEntries(members.map(([name, member]) => [name, valid(member)])));
    }
    case 'array':
      return fc.array(valid(node['items'] as Node), {
        minLength: Number(node['minItems'] ?? 0),
        maxLength: Math.min(4, Number(node['maxItems'] ?? 4)),
      });
    case 'integer': {
      const above = Number(node['exclusiveMinimum'] ?? Number.NEGATIVE_INFINITY) + 1;
      const below = Number(node['exclusiveMaximum'] ?? Number.POSITIVE_INFINITY) - 1;
      return fc.maxSafeInteger().map((n) => Math.min(Math.max(n, min, above), max, below));
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return typeof node['pattern'] === 'string'
        ? fc
            .stringMatching(new RegExp(node['pattern']))
            .filter((text) => text.length <= Number(node['maxLength'] ?? Number.POSITIVE_INFINITY))
        : fc.string({
            minLength: Number(node['minLength'] ?? 0),
            maxLength: Number(node['maxLength'] ?? 20),
          });
    default:
      throw new Error(`no values for ${JSON.stringify(node)}`);
  }
}

const NASTY: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  // One unit too long, and of as many characters as are allowed but of more units.
  'a'.repeat(201),
  '𠮷'.repeat(101),
  '𠮷'.repeat(200),
  '𠮷'.repeat(251),
  `${'0'.repeat(64)}\n`,
  '0',
  0,
  -0,
  1,
  -1,
  1.5,
  1e15,
  2 ** 53,
  1e300,
  Number.POSITIVE_INFINITY,
  [],
  [1],
  {},
  { length: 1 },
];

/** The value with something wrong in it, perhaps. */
function spoiled(value: unknown, choose: (count: number) => number): unknown {
  if (choose(4) === 0) return NASTY[choose(NASTY.length)];
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item) => (choose(2) === 0 ? spoiled(item, choose) : item));
    return choose(3) === 0 ? [...items, ...items, ...items] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value);
  const spoiledOne = choose(Math.max(1, members.length));
  const after = members.flatMap(([name, member], n) =>
    n !== spoiledOne ? [[name, member]] : choose(3) === 0 ? [] : [[name, spoiled(member, choose)]],
  );
  if (choose(4) === 0) after.push([['more', '__proto__', 'constructor', 'toString'][choose(4)], 1]);
  // As it comes: a text that was parsed.
  return JSON.parse(
    `{${after.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member) ?? 'null'}`).join()}}`,
  );
}

describe.each(schemas)('%s', (_, schema) => {
  if (schema === undefined) throw new Error('no schema');
  const compiled = new CompiledSchema(schema);
  const values = valid(z.toJSONSchema(schema, { target: 'draft-7' }) as Node);

  test('is compiled', () => {
    expect(compiled.isCompiled).toBe(true);
    fc.assert(
      fc.property(values, (value) => {
        const parsed = compiled.safeParse(value);
        // The very value: zod was not asked.
        expect(parsed.success && parsed.data === value).toBe(true);
        expect(schema.safeParse(value)).toEqual({ success: true, data: value });
      }),
      { numRuns: 50 },
    );
  });

  test('accepts nothing that zod refuses', () => {
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (value, numbers) => {
        const spoilt = spoiled(value, (count) => numbers.next().value % count);
        expect(compiled.safeParse(spoilt).success).toBe(schema.safeParse(spoilt).success);
      }),
      { numRuns: 300 },
    );
  });
});

test('a schema that JSON Schema cannot say is left to zod', () => {
  const even = z.strictObject({ n: z.int().check(z.refine((n) => n % 2 === 0)) });
  const compiled = new CompiledSchema(even);
  expect(compiled.isCompiled).toBe(false);
  expect([2, 3].map((n) => compiled.safeParse({ n }).success)).toEqual([true, false]);
  for (const left of [z.email(), z.string().check(z.regex(/a/i)), z.iso.date(), z.custom(() => true)]) {
    expect(new CompiledSchema(left).isCompiled).toBe(false);
  }
});
