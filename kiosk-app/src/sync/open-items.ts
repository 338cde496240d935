import type { EntryBody, KioskKind } from '@haizhu/shared/journal/kinds';
import { unreachable } from '@haizhu/shared/result';
import type { TimeMark } from '../ports/clock.ts';

/**
 * What has begun on this kiosk and is not ended: a small projection of its own journal, changed in the
 * transaction that writes the entry, so that boot does not have to read the whole journal.
 */
export type OpenItem = OpenThing & {
  /** As of the entry that began it: set where its time is no measure. */
  readonly mark?: TimeMark;
};

type OpenThing =
  | { readonly id: string; readonly type: 'session'; readonly session: string; readonly at: number }
  | {
      readonly id: string;
      readonly type: 'payment';
      readonly application: string;
      readonly order: string;
      readonly amountFen: number;
      readonly at: number;
    }
  | {
      readonly id: string;
      readonly type: 'card';
      readonly application: string;
      readonly print: string | null;
      readonly at: number;
    }
  | {
      readonly id: string;
      readonly type: 'keeping';
      readonly session: string | null;
      readonly application: string | null;
      readonly at: number;
    }
  /** A card that was kept in a visit whose citizen may not have read so yet. */
  | { readonly id: string; readonly type: 'kept'; readonly session: string; readonly at: number }
  | {
      readonly id: string;
      readonly type: 'fault';
      readonly occurrence: string;
      readonly fault: string;
      readonly device: string;
      readonly at: number;
    };

export interface OpenItemChange {
  readonly put: readonly OpenItem[];
  readonly remove: readonly string[];
}

const NOTHING: OpenItemChange = { put: [], remove: [] };
const put = (item: OpenItem): OpenItemChange => ({ put: [item], remove: [] });
const remove = (...ids: string[]): OpenItemChange => ({ put: [], remove: ids });

/** An entry's kind with its body. */
export type Written = { [K in KioskKind]: { readonly kind: K; readonly body: EntryBody<K> } }[KioskKind];

/** How an entry changes what is open. A payment stays open until its card is written or given up. */
export function openItemChange(entry: Written, at: number): OpenItemChange {
  switch (entry.kind) {
    case 'session.started':
      return put({ id: `session:${entry.body.session}`, type: 'session', session: entry.body.session, at });
    case 'session.ended':
      return remove(`session:${entry.body.session}`, 'kept');
    case 'payment.begun': {
      const { application, order, amountFen } = entry.body;
      return put({ id: `payment:${application}`, type: 'payment', application, order, amountFen, at });
    }
    case 'payment.abandoned':
      return remove(`payment:${entry.body.application}`);
    case 'card.writing':
      return put({
        id: `card:${entry.body.application}`,
        type: 'card',
        application: entry.body.application,
        print: entry.body.print ?? null,
        at,
      });
    // One card at a time is in a machine.
    case 'card.keeping': {
      const { session, application } = entry.body;
      return put({ id: 'keeping', type: 'keeping', session, application, at });
    }
    case 'card.returned': {
      const { how, session } = entry.body;
      if (how === 'stuck' || how === 'unknown') return NOTHING;
      const isKept = how !== 'taken' && session !== null;
      return { put: isKept ? [{ id: 'kept', type: 'kept', session, at }] : [], remove: ['keeping'] };
    }
    case 'card.written':
    case 'card.failed':
      return remove(`card:${entry.body.application}`, `payment:${entry.body.application}`);
    case 'fault.begun': {
      const { occurrence, fault, device } = entry.body;
      return put({ id: `fault:${occurrence}`, type: 'fault', occurrence, fault, device, at: entry.body.at });
    }
    case 'fault.cleared':
      return remove(`fault:${entry.body.occurrence}`);
    case 'kiosk.started':
    case 'kiosk.level':
    case 'application.submitted':
    case 'receipt.issued':
    case 'rating.given':
    case 'journal.counted':
      return NOTHING;
    default:
      return unreachable(entry);
  }
}
