import type { SealingKey } from '@haizhu/shared/sync/protocol';
import type { Logger } from 'pino';
import type { PasswordCost } from '../access/password.ts';
import type { SignIn } from '../access/sign-in.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { DomainEvents } from '../domain-events.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Metrics } from '../metrics.ts';
import type { SealingKeys } from '../sealing/sealing-keys.ts';
import type { Store } from '../storage/store.ts';

/** What the simulated payment provider lets somebody with a simulated phone do. */
export interface SimulatedPayments {
  readonly list: () => Promise<
    readonly { readonly orderId: string; readonly amountFen: number; readonly subject: string }[]
  >;
  /** False when there is no such open order. */
  readonly settle: (orderId: string, result: 'paid' | 'failed') => Promise<boolean>;
}

/** What the HTTP side needs of the modules behind it. */
export interface HttpContext {
  readonly config: Config;
  readonly store: Store;
  readonly events: DomainEvents;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly signIn: SignIn;
  readonly passwordCost: PasswordCost;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly sealingKey: () => SealingKey;
  readonly sealingKeys: Pick<SealingKeys, 'list' | 'rotate'>;
  /** Something was sent that should not have been; counted for the console, never with personal data. */
  readonly incidents: Pick<Incidents, 'record'>;
  /** Names of the parts that are simulated. */
  readonly simulated: readonly string[];
  readonly simulatedPayments: SimulatedPayments | null;
  /** Compares every answer with the description of its route and throws where they differ. For tests. */
  readonly checkAnswers?: boolean;
  /** Folders of the built pages. */
  readonly pages: { readonly kiosk: string; readonly console: string };
}
