import * as z from 'zod/mini';
import { daySchema } from '../ids.ts';

/** What is personal in an application. Sealed to the server's public key at commit; the kiosk cannot open it. */
export const applicantSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().check(z.minLength(1), z.maxLength(30)),
  idNumber: z.string().check(z.regex(/^\d{17}[\dX]$/)),
  sex: z.enum(['male', 'female', 'unspecified']),
  birthDate: daySchema,
  permitNumber: z.string().check(z.maxLength(20)),
  permitExpiry: daySchema,
});

export type Applicant = z.infer<typeof applicantSchema>;

/** JWE algorithms of a sealed payload: ECDH on P-256 with AES-256-GCM (RFC 7518). */
export const SEALING = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const;
