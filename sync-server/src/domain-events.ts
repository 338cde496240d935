import { EventEmitter } from 'node:events';
import type { Row } from './storage/schema.ts';

/** Views of the console that can change; the console asks again for what it shows of them. */
export type Topic = 'kiosks' | 'report' | 'faults' | 'incidents' | 'quarantine' | 'payments';

interface Events {
  /** Something a view shows has been committed. */
  changed: [topics: ReadonlySet<Topic>];
  /** An application has changed, committed. Its status goes to the kiosk if it watches it. */
  application: [application: Row<'application'>];
  /** A kiosk may not speak any more; its connection is closed. */
  revoked: [kioskId: string];
}

/** What the modules tell each other after a commit. Losing one loses no data: receivers can ask again. */
export class DomainEvents extends EventEmitter<Events> {}
