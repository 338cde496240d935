import { endorsementGrantSchema } from '@haizhu/shared/journal/kinds';
import * as z from 'zod';
import type { Acceptance, Authority, AuthorityCase, AuthorityRequest, Decision } from './authority.ts';
import { askJson, type HttpPeer, isPlainText } from './http-json.ts';

const reason = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);

const acceptanceSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), reference: z.string().min(1).max(200).refine(isPlainText) }),
  z.object({ outcome: z.literal('not-accepted'), reason }),
]);

const decisionSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('undecided') }),
  z.object({
    outcome: z.literal('approved'),
    grants: z
      .array(endorsementGrantSchema as never)
      .min(1)
      .max(2),
  }),
  z.object({ outcome: z.literal('refused'), reason }),
]);

/** The authority behind an HTTP interface; see docs/authority-api.md. */
export class HttpAuthority implements Authority {
  readonly #peer: HttpPeer;

  constructor(peer: HttpPeer) {
    this.#peer = peer;
  }

  accept(request: AuthorityRequest): Promise<Acceptance> {
    const path = `/applications/${encodeURIComponent(request.application)}`;
    return askJson(this.#peer, 'PUT', path, acceptanceSchema, request);
  }

  async decide({ application }: AuthorityCase): Promise<Decision> {
    const path = `/applications/${encodeURIComponent(application)}/decision`;
    return (await askJson(this.#peer, 'GET', path, decisionSchema)) as Decision;
  }
}
