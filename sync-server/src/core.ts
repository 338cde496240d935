import { join } from 'node:path';
import { err } from '@haizhu/shared/result';
import type { SealingKey } from '@haizhu/shared/sync/protocol';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { authorityReaction } from './applications/authority-reaction.ts';
import { createAuthorityWorker } from './applications/authority-worker.ts';
import type { Authority } from './authority/authority.ts';
import { HttpAuthority } from './authority/http-authority.ts';
import { SimulatedAuthority } from './authority/simulated-authority.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { kioskLimits } from './devices/kiosk-limits.ts';
import { PresenceBook } from './devices/presence.ts';
import type { DomainEvents } from './domain-events.ts';
import { Incidents } from './incidents/incidents.ts';
import { IngestQueue } from './ledger/ingest-queue.ts';
import { Ledger } from './ledger/ledger.ts';
import { HttpPaymentProvider } from './payments/http-payment-provider.ts';
import { paymentReaction } from './payments/payment-reaction.ts';
import { createPaymentWorker } from './payments/payment-worker.ts';
import { openOrder, type PaymentDeps, settle } from './payments/payments.ts';
import { SimulatedPaymentProvider } from './payments/simulated-payment-provider.ts';
import { createOpenSealed } from './sealing/open-sealed.ts';
import { createSealedRetention } from './sealing/retention.ts';
import { FileSealingKeys, type SealingKeys } from './sealing/sealing-keys.ts';
import { attachKiosks, type KioskNamespace } from './sockets/kiosk-namespace.ts';
import type { Store } from './storage/store.ts';

export interface CoreDeps {
  readonly config: Config;
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What is not HTTP: ledger, workers, kiosks. */
export interface Core {
  readonly ledger: Ledger;
  readonly incidents: Incidents;
  readonly sealingKey: () => SealingKey;
  readonly sealingKeys: SealingKeys;
  /** Names of the parts that are simulated. */
  readonly simulated: readonly string[];
  readonly simulatedPayments: {
    readonly list: () => Promise<
      readonly { readonly orderId: string; readonly amountFen: number; readonly subject: string }[]
    >;
    readonly settle: (orderId: string, result: 'paid' | 'failed') => Promise<boolean>;
  } | null;
  /** Entries that wait to be written. */
  readonly ingestDepth: () => number;
  readonly kiosksConnected: () => number;
  attachKiosks(io: Server): void;
  /** Stops taking, finishes what has begun. */
  stop(): Promise<void>;
}

export async function createCore({ config, store, events, clock, logger }: CoreDeps): Promise<Core> {
  const keys = await FileSealingKeys.open(join(config.dataDir, 'keys'));
  const openSealed = createOpenSealed(store, keys, clock);
  const incidents = new Incidents(store, events, clock);
  const presence = new PresenceBook(store, events);
  const ledger = new Ledger({
    store,
    events,
    clock,
    reactions: [authorityReaction(store.engine, clock), paymentReaction(clock)],
  });
  const queue = new IngestQueue(ledger);
  const log = (message: string, error: unknown) => logger.warn({ err: error }, message);
  const random = () => Math.random();
  const simulated: string[] = [];

  let authority: Authority | null = null;
  if (config.authority !== null) authority = new HttpAuthority(config.authority);
  else if (config.simulated) {
    authority = new SimulatedAuthority();
    simulated.push('authority');
  }
  const authorityWorker =
    authority === null
      ? null
      : createAuthorityWorker({ store, ledger, authority, openSealed, incidents, clock, random, log });
  if (authority === null) logger.warn('no authority: applications are received and wait (AUTHORITY_URL)');

  let payments: PaymentDeps | null = null;
  let simulatedProvider: SimulatedPaymentProvider | null = null;
  if (config.payment !== null) {
    payments = { store, ledger, clock, provider: new HttpPaymentProvider(config.payment) };
  } else if (config.simulated) {
    simulatedProvider = new SimulatedPaymentProvider(join(config.dataDir, 'simulated-payments.json'), clock);
    payments = { store, ledger, clock, provider: simulatedProvider };
    simulated.push('payment');
  } else logger.warn('no payment provider: nothing can be paid (PAYMENT_URL)');
  const paymentWorker =
    payments === null ? null : createPaymentWorker({ ...payments, incidents, random, log });

  const wake = (topics: ReadonlySet<string>) => {
    if (topics.has('report')) authorityWorker?.wake();
    if (topics.has('payments')) paymentWorker?.wake();
  };
  events.on('changed', wake);
  const retention = createSealedRetention({ store, ledger, clock, days: config.sealedRetentionDays, log });
  retention.start();
  authorityWorker?.start();
  paymentWorker?.start();
  let kiosks: KioskNamespace | null = null;

  return {
    ledger,
    incidents,
    sealingKey: () => keys.current(),
    sealingKeys: keys,
    simulated,
    simulatedPayments:
      simulatedProvider === null || payments === null
        ? null
        : simulatedPaymentsOf(simulatedProvider, payments),
    ingestDepth: () => queue.depth,
    kiosksConnected: () => kiosks?.connected() ?? 0,
    attachKiosks(io) {
      kiosks = attachKiosks(io, {
        store,
        clock,
        incidents,
        presence,
        limits: kioskLimits(config),
        simulated,
        sealingKey: () => keys.current(),
        queue,
        openOrder: async (application, kiosk) =>
          payments === null ? err('unavailable') : openOrder(payments, application, kiosk),
        events,
        logger,
      });
    },
    async stop() {
      events.off('changed', wake);
      kiosks?.close();
      await queue.drained();
      await retention.stop();
      await authorityWorker?.stop();
      await paymentWorker?.stop();
      for (const book of [presence, incidents]) {
        await book.flush().catch((error: unknown) => log('the last of it could not be written', error));
      }
    },
  };
}

function simulatedPaymentsOf(
  provider: SimulatedPaymentProvider,
  payments: PaymentDeps,
): Core['simulatedPayments'] {
  return {
    list: async () => provider.list(),
    async settle(orderId, result) {
      if (!provider.settle(orderId, result)) return false;
      await settle(payments, orderId, result === 'paid' ? 'paid' : 'declined');
      return true;
    },
  };
}
