import type { Journal, Obligation } from '../ports/journal.ts';
import type { OpenItem } from './open-items.ts';

const marked = ({ mark }: OpenItem) => (mark === undefined ? {} : { mark });

/** What boot has to resolve, from the open items of a journal. */
export function unfinishedOf(items: readonly OpenItem[]): Awaited<ReturnType<Journal['unfinished']>> {
  const obligations = new Map<string, Obligation>();
  const of = (application: string): Obligation =>
    obligations.get(application) ?? { application, payment: null, card: 'none', print: null };
  for (const item of items) {
    if (item.type === 'payment') {
      const { application, order, amountFen } = item;
      obligations.set(application, { ...of(application), payment: { order, amountFen } });
    } else if (item.type === 'card') {
      const { application, print } = item;
      obligations.set(application, { ...of(application), card: 'writing', print });
    }
  }
  const keeping = items.find((item) => item.type === 'keeping');
  const kept = items.find((item) => item.type === 'kept');
  return {
    sessions: items.flatMap((i) =>
      i.type === 'session' ? [{ session: i.session, startedAt: i.at, ...marked(i) }] : [],
    ),
    obligations: [...obligations.values()],
    keeping: keeping === undefined ? null : { session: keeping.session, application: keeping.application },
    wasKept: items.some((item) => item.type === 'session' && item.session === kept?.session),
    faults: items.flatMap((i) =>
      i.type === 'fault'
        ? [{ occurrence: i.occurrence, fault: i.fault, device: i.device, at: i.at, ...marked(i) }]
        : [],
    ),
  };
}
