import type { PanelAction, PanelBuffers, PanelState, SimulatedPayment } from './simulation/panel-types.ts';

export type {
  CardPosition,
  JamDevice,
  JamMoment,
  PanelAction,
  PanelState,
  SimulatedDeviceState,
  SimulatedPayment,
} from './simulation/panel-types.ts';

/** The fault panel from a program: what its buttons do, and what it shows. */
export interface PanelClient {
  /** Throws when the action cannot be done now; the message is the code of the reason. */
  act(action: PanelAction): Promise<void>;
  state(): Promise<PanelState>;
  /** Open orders of the simulated payment provider; null without one, or when it does not answer. */
  payments(): Promise<readonly SimulatedPayment[] | null>;
  /** What each device holds of a citizen right now. */
  buffers(): Promise<PanelBuffers['buffers']>;
}

/** `baseUrl` is where the device service listens, as `http://127.0.0.1:5846`; empty on the panel's own page. */
export function createPanelClient(baseUrl: string): PanelClient {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${baseUrl}/panel/api/${path}`);
    if (!answer.ok) throw new Error(`panel answered ${answer.status}`);
    return (await answer.json()) as T;
  };
  return {
    async act(action) {
      const answer = await fetch(`${baseUrl}/panel/api/actions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(action),
      });
      const body = (await answer.json()) as { readonly error?: string };
      if (!answer.ok) throw new Error(body.error ?? `panel answered ${answer.status}`);
    },
    state: () => get<PanelState>('state'),
    payments: async () => (await get<{ payments: readonly SimulatedPayment[] | null }>('payments')).payments,
    buffers: async () => (await get<PanelBuffers>('buffers')).buffers,
  };
}
