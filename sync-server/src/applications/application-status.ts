import type { ApplicationState, ApplicationStatus } from '@haizhu/shared/sync/protocol';
import type { Row } from '../storage/schema.ts';

/** Reasons that may be told at a kiosk, where bystanders read along. Any other is not told (domain rule: no grounds). */
const TELLABLE: ReadonlySet<string> = new Set(['permit-expired', 'under-age', 'counter-only']);

/** Where an application stands, as a kiosk may show it. The projection has checked what it is made of. */
export function applicationStatus(row: Row<'application'>): ApplicationStatus {
  const reason = row.acceptance_reason ?? row.decision_reason;
  return {
    application: row.id as ApplicationStatus['application'],
    state: stateOf(row),
    reason: reason !== null && TELLABLE.has(reason) ? reason : null,
    grants: row.grants === '[]' ? [] : (JSON.parse(row.grants) as ApplicationStatus['grants']),
    payment: row.payment as ApplicationStatus['payment'],
    production: row.production as ApplicationStatus['production'],
    submittedDay: row.submitted_day,
  };
}

function stateOf(row: Row<'application'>): ApplicationState {
  if (row.acceptance === 'not-accepted') return 'not-accepted';
  if (row.decision === 'approved' || row.decision === 'refused') return row.decision;
  return row.acceptance === 'accepted' ? 'accepted' : 'received';
}
