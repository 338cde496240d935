import { err, ok, type Result } from '@haizhu/shared/result';
import { type Enrolment, enrolmentSchema } from '@haizhu/shared/sync/protocol';
import type { KioskSettings } from './kiosk-settings.ts';
import type { KioskVault } from './vault/kiosk-vault.ts';

/**
 * `wrong-code`: unknown, used or out of date. `offline`: no answer; trying again with the same code is safe. `vault`: the
 * device service could not keep the key.
 */
export type EnrolError = 'wrong-code' | 'too-many-tries' | 'offline' | 'not-understood' | 'vault';

export interface EnrolParts {
  readonly settings: KioskSettings;
  readonly vault: KioskVault;
  readonly serverUrl: string;
  /** Epochs of which this machine holds entries, in its database or its vault: the new one is another. */
  epochs(): Promise<readonly number[]>;
}

/** Enrols this kiosk with a code from the console. The private key never leaves the machine's vault. */
export async function enrol(parts: EnrolParts, code: string): Promise<Result<Enrolment, EnrolError>> {
  const { settings, vault, serverUrl, epochs } = parts;
  let body: string;
  try {
    const publicKey = await vault.key(code);
    await settings.set('pendingCode', code);
    body = JSON.stringify({ code, publicKey, journals: await epochs() });
  } catch {
    return err('vault');
  }
  let response: Response;
  try {
    response = await fetch(`${serverUrl}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  } catch {
    return err('offline');
  }
  if (response.status === 429) return err('too-many-tries');
  if (response.status >= 500) return err('offline');
  if (!response.ok) return err('wrong-code');
  const enrolment = enrolmentSchema.safeParse(await response.json().catch(() => null));
  if (!enrolment.success) return err('not-understood');
  try {
    await vault.enrolled(enrolment.data, code);
  } catch {
    return err('vault');
  }
  await settings.remove('pendingCode').catch(() => undefined);
  return ok(enrolment.data);
}
