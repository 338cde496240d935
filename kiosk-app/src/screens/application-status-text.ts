import type { TextKey } from '../i18n/zh.ts';
import type { SessionScreen } from '../machines/session-view.ts';

type Status = Extract<SessionScreen, { screen: 'check-result' }>['status'];

export interface ShownStatus {
  readonly title: TextKey;
  readonly texts: readonly TextKey[];
  readonly sign: 'done' | 'stored' | 'look' | 'wait' | 'counter';
}

/** What a citizen is told of an application by its code; never more than the server said. */
export function shownStatus(status: Status): ShownStatus {
  switch (status.known) {
    case 'here':
      return { title: 'status.here.title', texts: ['status.here.text'], sign: 'stored' };
    case 'delivered':
      return { title: 'status.delivered.title', texts: ['status.delivered.text'], sign: 'wait' };
    case 'offline':
      return { title: 'status.offline.title', texts: ['status.offline.text'], sign: 'look' };
    case 'server':
      return ofServer(status);
  }
}

function ofServer({ state, payment, production }: Extract<Status, { known: 'server' }>): ShownStatus {
  switch (state) {
    case 'received':
    case 'accepted':
      return { title: `status.${state}.title`, texts: [`status.${state}.text`], sign: 'wait' };
    case 'not-accepted':
    case 'refused':
      return { title: `status.${state}.title`, texts: [`status.${state}.text`], sign: 'counter' };
    case 'approved':
      return approved(payment, production);
  }
}

function approved(payment: string, production: string): ShownStatus {
  if (production === 'written') {
    return { title: 'status.written.title', texts: ['status.written.text'], sign: 'done' };
  }
  if (payment === 'refunded') {
    return { title: 'status.failed.title', texts: ['status.failed.refunded'], sign: 'look' };
  }
  if (production === 'failed') {
    const text = payment === 'settled' ? 'status.failed.settled' : 'status.approved.text';
    return { title: 'status.failed.title', texts: [text], sign: 'look' };
  }
  if (payment === 'settled') {
    return { title: 'status.approved.title', texts: ['status.approved.settled'], sign: 'counter' };
  }
  const texts: readonly TextKey[] =
    payment === 'open' ? ['status.approved.open', 'status.approved.text'] : ['status.approved.text'];
  return { title: 'status.approved.title', texts, sign: 'counter' };
}
