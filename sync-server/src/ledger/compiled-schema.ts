import { Ajv } from 'ajv';
import * as z from 'zod/mini';

const ajv = new Ajv({
  strict: false,
  // As zod has it: patterns as they are written, lengths in UTF-16 code units.
  unicodeRegExp: false,
  unicode: false,
  logger: false,
});

/**
 * The same schema, checked by code made for it once: checking an entry with zod cost as much as writing it. What the
 * code refuses zod looks at again and names; what it accepts zod would accept (held by a test over all kinds).
 */
export class CompiledSchema<T extends z.ZodMiniType> {
  readonly #schema: T;
  readonly #accepts: (value: unknown) => boolean;

  constructor(schema: T) {
    this.#schema = schema;
    this.#accepts = isSayable(schema)
      ? ajv.compile(z.toJSONSchema(schema, { target: 'draft-7' }))
      : () => false;
  }

  /** Whether zod is not asked about what is right: false where JSON Schema cannot say all of the schema. */
  get isCompiled(): boolean {
    return isSayable(this.#schema);
  }

  safeParse(value: unknown): z.core.util.SafeParseResult<z.infer<T>> {
    if (this.#accepts(value)) return { success: true, data: value as z.infer<T> };
    return z.safeParse(this.#schema, value);
  }
}

const SAYABLE_TYPES: ReadonlySet<string> = new Set([
  'object',
  'array',
  'record',
  'union',
  'nullable',
  'optional',
  'enum',
  'literal',
  'string',
  'number',
  'boolean',
  'unknown',
  'never',
]);
const SAYABLE_CHECKS: ReadonlySet<string> = new Set([
  'greater_than',
  'less_than',
  'number_format',
  'string_format',
  'min_length',
  'max_length',
]);

/** Whether JSON Schema can say all that the schema asks. Types and checks not known here cannot be said. */
function isSayable(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod;
  if (!SAYABLE_TYPES.has(def.type)) return false;
  const checks = [...(def.checks ?? []), ...('check' in def ? [schema as unknown as z.core.$ZodCheck] : [])];
  for (const check of checks) {
    const { def: asked } = check._zod;
    if (!SAYABLE_CHECKS.has(asked.check)) return false;
    if (asked.check === 'string_format' && !isPlainPattern(asked)) return false;
  }
  return partsOf(def as z.core.$ZodTypes['_zod']['def']).every(isSayable);
}

/** Formats with a name would be passed over by the compiler, and flags have no place in JSON Schema. */
function isPlainPattern(asked: z.core.$ZodCheckDef & { format?: unknown; pattern?: unknown }): boolean {
  return asked.format === 'regex' && asked.pattern instanceof RegExp && asked.pattern.flags === '';
}

function partsOf(def: z.core.$ZodTypes['_zod']['def']): readonly z.core.$ZodType[] {
  switch (def.type) {
    case 'object':
      return [...Object.values(def.shape), ...(def.catchall === undefined ? [] : [def.catchall])];
    case 'array':
      return [def.element];
    case 'record':
      return [def.keyType, def.valueType];
    case 'union':
      return def.options;
    case 'nullable':
    case 'optional':
      return [def.innerType];
    default:
      return [];
  }
}
