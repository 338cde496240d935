import { useCallback, useEffect, useState } from 'react';
import {
  createPanelClient,
  type PanelAction,
  type PanelState,
  type SimulatedPayment,
} from '../src/panel-client.ts';

const client = createPanelClient('');
/** How often the simulated phone looks for orders, ms. */
const PHONE_MS = 1500;

/** The state of the simulated world, live; null until it is known, `isLost` while it may be old. */
export function useWorld(): { readonly world: PanelState | null; readonly isLost: boolean } {
  const [world, setWorld] = useState<PanelState | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const events = new EventSource('/panel/api/events');
    events.onmessage = ({ data }) => {
      setWorld(JSON.parse(data) as PanelState);
      setLost(false);
    };
    events.onerror = () => setLost(true);
    return () => events.close();
  }, []);
  return { world, isLost };
}

/** Orders that wait to be paid; null where there is no server. */
export function usePayments(): readonly SimulatedPayment[] | null {
  const [payments, setPayments] = useState<readonly SimulatedPayment[] | null>(null);
  useEffect(() => {
    let stopped = false;
    const look = () =>
      client.payments().then(
        (open) => stopped || setPayments(open),
        () => stopped || setPayments(null),
      );
    void look();
    const timer = setInterval(look, PHONE_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, []);
  return payments;
}

/** Does an action; `refused` is the code of why the last one could not be done. */
export function useAct(): { act(action: PanelAction): void; readonly refused: string | null } {
  const [refused, setRefused] = useState<string | null>(null);
  const act = useCallback((action: PanelAction) => {
    client.act(action).then(
      () => setRefused(null),
      (error: unknown) => setRefused(error instanceof Error ? error.message : String(error)),
    );
  }, []);
  return { act, refused };
}
