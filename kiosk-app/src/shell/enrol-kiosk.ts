import { type EnrolParts, enrol } from '../adapters/enrolment.ts';
import type { KioskScreen } from '../machines/session-view.ts';

export type EnrolProblem = Extract<KioskScreen, { screen: 'enrol' }>['problem'];

/** Enrols with a code that staff typed; null when it is done. */
export async function enrolWith(parts: EnrolParts, code: string): Promise<EnrolProblem> {
  const enrolled = await enrol(parts, code);
  return enrolled.ok ? null : enrolled.error;
}

/**
 * In a demonstration the server makes a kiosk and its code when asked, or a code for the kiosk that this machine was
 * before it lost its database. A code that was shown to a server that did not answer is shown again first: the kiosk
 * it made is this one.
 */
export async function enrolDemo(parts: EnrolParts, before: string | null): Promise<EnrolProblem> {
  const pending = await parts.settings.get('pendingCode');
  if (pending !== null && (await enrolWith(parts, pending)) === null) return null;
  let response: Response;
  try {
    const again = before === null ? '' : `?kiosk=${encodeURIComponent(before)}`;
    response = await fetch(`${parts.serverUrl}/api/v1/demo/enrolment${again}`, { method: 'POST' });
  } catch {
    return 'offline';
  }
  if (response.status === 429) return 'too-many-tries';
  if (response.status >= 500) return 'offline';
  const made: unknown = response.ok ? await response.json().catch(() => null) : null;
  const isMade = typeof made === 'object' && made !== null && 'code' in made && typeof made.code === 'string';
  return isMade ? enrolWith(parts, String(made.code)) : 'not-understood';
}
