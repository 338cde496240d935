import { hasCardPathFault } from './session-checks.ts';
import { sessionSetup } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';
import type { ResultKind } from './session-view.ts';

/** What can be said of an application whose decision was not waited for. */
function undecided({ status }: SessionContext): ResultKind {
  switch (status?.state) {
    case undefined:
      return 'stored';
    case 'received':
    case 'accepted':
      return 'undecided';
    case 'approved':
      return 'not-paid';
    case 'not-accepted':
      return 'not-accepted';
    case 'refused':
      return 'refused';
  }
}

const goHome = (reason: string) =>
  ({
    type: 'conclude',
    params: ({ context }: { readonly context: SessionContext }) => {
      const kind = undecided(context);
      return { kind, reason: kind === 'not-paid' ? reason : null };
    },
  }) as const;

/** Waits for the server's word: nobody else says accepted, approved or refused. */
export const decidingState = sessionSetup.createStateConfig({
  id: 'deciding',
  tags: 'deciding',
  initial: 'linked',
  entry: { type: 'at', params: 'decide' },
  always: [
    {
      guard: ({ context }) => context.status?.state === 'not-accepted',
      target: '#returning',
      actions: {
        type: 'conclude',
        params: ({ context }) => ({ kind: 'not-accepted', reason: context.status?.reason ?? null }),
      },
    },
    {
      guard: ({ context }) => context.status?.state === 'refused',
      target: '#returning',
      actions: {
        type: 'conclude',
        params: ({ context }) => ({ kind: 'refused', reason: context.status?.reason ?? null }),
      },
    },
    // No money is taken for a card that cannot be made here.
    {
      guard: ({ context }) => hasCardPathFault(context.faults),
      target: '#returning',
      actions: goHome('device-trouble'),
    },
    {
      guard: ({ context }) =>
        context.status?.state === 'approved' && (context.status.grants.length === 0 || context.feeFen === 0),
      target: '#returning',
      actions: { type: 'conclude', params: { kind: 'not-paid', reason: 'not-payable' } },
    },
    { guard: ({ context }) => context.status?.state === 'approved', target: '#ordering' },
  ],
  on: { EXIT: { target: '#returning', actions: goHome('canceled') } },
  after: { decide: { target: '#returning', actions: goHome('timed-out') } },
  states: {
    linked: { always: { guard: 'isOffline', target: 'unlinked' } },
    unlinked: {
      always: { guard: 'isOnline', target: 'linked' },
      after: { linkGrace: { target: '#returning', actions: goHome('link-lost') } },
    },
  },
});
