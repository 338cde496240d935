import { err, ok, type Result } from '@haizhu/shared/result';
import { type Enrolment, enrolmentSchema } from '@haizhu/shared/sync/protocol';
import { makeKioskKey } from './kiosk-key.ts';
import type { KioskSettings } from './kiosk-settings.ts';

/** `wrong-code`: unknown, used or out of date. `offline`: no answer; trying again with the same code is safe. */
export type EnrolError = 'wrong-code' | 'too-many-tries' | 'offline' | 'not-understood';

export interface EnrolParts {
  readonly settings: KioskSettings;
  readonly serverUrl: string;
  /** Epochs of which this machine holds entries, in its database or its spare copy: the new one is another. */
  epochs(): Promise<readonly number[]>;
}

/** Enrols this kiosk with a code from the console. The private key never leaves the machine. */
export async function enrol(
  { settings, serverUrl, epochs }: EnrolParts,
  code: string,
): Promise<Result<Enrolment, EnrolError>> {
  const pending = await settings.get('pendingKey');
  const key = pending?.code === code ? pending.key : await makeKioskKey();
  await settings.set('pendingKey', { code, key });
  const journals = await epochs();
  let response: Response;
  try {
    response = await fetch(`${serverUrl}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: key.publicKey, journals }),
    });
  } catch {
    return err('offline');
  }
  if (response.status === 429) return err('too-many-tries');
  if (response.status >= 500) return err('offline');
  if (!response.ok) return err('wrong-code');
  const enrolment = enrolmentSchema.safeParse(await response.json().catch(() => null));
  if (!enrolment.success) return err('not-understood');
  await settings.enrolled(enrolment.data, key);
  return ok(enrolment.data);
}
