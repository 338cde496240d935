import * as z from 'zod/mini';
import { daySchema } from '../ids.ts';
import type { FormFields } from './commands.ts';

/** One endorsement on the back of a permit card. */
const endorsementSchema = z.strictObject({
  place: z.enum(['HKG', 'MAC']),
  group: z.enum(['L', 'G']),
  entries: z.union([z.literal(1), z.literal(2)]),
  validFrom: daySchema,
  validUntil: daySchema,
  number: z.string().check(z.minLength(1), z.maxLength(40)),
});
export type EndorsementField = z.infer<typeof endorsementSchema>;

const receiptLineSchema = z.strictObject({
  text: z.string().check(z.maxLength(200)),
  style: z.enum(['title', 'normal', 'big', 'rule']),
});
export type ReceiptField = z.infer<typeof receiptLineSchema>;

/** At most two: one for each place. */
const endorsementsSchema = z.array(endorsementSchema).check(z.minLength(1), z.maxLength(2));
const receiptSchema = z.array(receiptLineSchema).check(z.minLength(1), z.maxLength(120));

/** Rows as a form's fields: one list for each column. */
function columns<R extends object>(rows: readonly R[], names: readonly (keyof R & string)[]): FormFields {
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => String(row[name]))]));
}

/** A form's fields as rows; columns of different length give rows with holes, which no schema takes. */
function rows(fields: FormFields, names: readonly string[]): Record<string, string | undefined>[] {
  const count = Math.max(0, ...names.map((name) => fields[name]?.length ?? 0));
  return Array.from({ length: count }, (_, at) =>
    Object.fromEntries(names.map((name) => [name, fields[name]?.[at]])),
  );
}

const ENDORSEMENT = ['place', 'group', 'entries', 'validFrom', 'validUntil', 'number'] as const;
const RECEIPT = ['text', 'style'] as const;

export function endorsementFields(endorsements: readonly EndorsementField[]): FormFields {
  return columns(endorsements, ENDORSEMENT);
}

/** The endorsements of a form, or null where the fields cannot be endorsements. */
export function endorsementsOf(fields: FormFields): readonly EndorsementField[] | null {
  const read = endorsementsSchema.safeParse(
    rows(fields, ENDORSEMENT).map((row) => ({ ...row, entries: Number(row['entries']) })),
  );
  return read.success ? read.data : null;
}

export function receiptFields(lines: readonly ReceiptField[]): FormFields {
  return columns(lines, RECEIPT);
}

/** The lines of a receipt form, or null where the fields cannot be one. */
export function receiptOf(fields: FormFields): readonly ReceiptField[] | null {
  const read = receiptSchema.safeParse(rows(fields, RECEIPT));
  return read.success ? read.data : null;
}
