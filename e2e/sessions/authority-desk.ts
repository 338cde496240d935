import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { SimulatedPerson } from '@haizhu/shared/simulation/people';
import type {
  Acceptance,
  Authority,
  AuthorityCase,
  AuthorityRequest,
  Decision,
} from '@haizhu/sync-server/authority/authority';
import { SimulatedAuthority } from '@haizhu/sync-server/authority/simulated-authority';

/** The authority of a run: the simulated one, for the people of the run, on the run's time, sometimes away or slow. */
export class AuthorityDesk implements Authority {
  readonly #simulated = new SimulatedAuthority();
  readonly #time: VirtualTime;
  readonly #personOf: (idNumber: string) => SimulatedPerson | undefined;
  readonly #refused = new Map<string, string>();
  isAway = false;
  /** Answers take this long, ms. */
  slowMs = 0;
  /** Has not decided until then, ms since 1970 UTC. */
  undecidedUntil = 0;

  constructor(time: VirtualTime, personOf: (idNumber: string) => SimulatedPerson | undefined) {
    this.#time = time;
    this.#personOf = personOf;
  }

  async accept(request: AuthorityRequest): Promise<Acceptance> {
    await this.#reach();
    const person = this.#personOf(request.applicant.idNumber);
    if (person?.authority === 'not-accept')
      return { outcome: 'not-accepted', reason: person.reason ?? 'counter-only' };
    const accepted = await this.#simulated.accept(request);
    if (person?.authority === 'refuse') this.#refused.set(request.application, person.reason ?? 'not-stated');
    return accepted;
  }

  async decide(of: AuthorityCase, reference: string): Promise<Decision> {
    await this.#reach();
    if (this.#time.now() < this.undecidedUntil) return { outcome: 'undecided' };
    const reason = this.#refused.get(of.application);
    return reason === undefined ? this.#simulated.decide(of, reference) : { outcome: 'refused', reason };
  }

  async #reach(): Promise<void> {
    await new Promise<void>((resolve) => this.#time.setTimeout(resolve, 100 + this.slowMs));
    if (this.isAway) throw new Error('the authority is away');
  }
}
