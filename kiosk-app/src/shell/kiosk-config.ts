import * as z from 'zod/mini';
import type { KioskSettings } from '../adapters/kiosk-settings.ts';

const schema = z.object({
  /** Address of the device service's publisher; null: look where XFS4IoT clients look. */
  deviceService: z.nullable(z.string()),
  /** Whether this server lets a machine enrol itself. */
  demo: z.boolean(),
  simulated: z.array(z.string()),
});

export type KioskConfig = z.infer<typeof schema>;

/** How long a server that does not answer may hold up a cold start, ms. */
const PATIENCE_MS = 4000;

/**
 * Reads `config.json`, from the network if it answers; else what was remembered of it. Null where neither is there:
 * a machine that never reached its server.
 */
export async function readKioskConfig(settings: KioskSettings, baseUrl: string): Promise<KioskConfig | null> {
  const fresh = await fetchConfig(`${baseUrl}config.json`);
  if (fresh !== null) {
    await settings.set('config', fresh);
    return fresh;
  }
  const remembered = schema.safeParse(await settings.get('config'));
  return remembered.success ? remembered.data : null;
}

async function fetchConfig(url: string): Promise<KioskConfig | null> {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) return null;
    const read = schema.safeParse(await response.json());
    return read.success ? read.data : null;
  } catch {
    // No network, no answer in time, or no JSON: all mean that nothing new is known.
    return null;
  }
}
