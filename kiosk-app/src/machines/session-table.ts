/**
 * Every state in which a visit can rest; the others are left as soon as the disk, the server or the ID reader has answered,
 * or in the moment in which they are entered. The test walks every way and finds these and no others.
 */
export const SESSION_STATES = [
  'idCard.looking',
  'idCard.reading',
  'idCard.pausing',
  'permit.inserting',
  'permit.givingBack',
  'choose',
  'review',
  'attended.deciding.linked',
  'attended.deciding.unlinked',
  'attended.ordering.waiting',
  'attended.paying.linked',
  'attended.paying.unlinked',
  'attended.producing.writing',
  'attended.producing.checking',
  'attended.producing.waiting',
  'returning.giving',
  'declined',
  'trouble',
  'cardLeft',
  'result.printing',
  'result.ready',
  'rate.asking',
  'check.typing',
  'check.told',
  'wiping',
  'parting.left.waiting',
  'parting.farewell',
  'done',
] as const;

export type SessionState = (typeof SESSION_STATES)[number];

/** `stays`: nothing happens, or nothing but what the state itself shows. `cannot`: it cannot happen there. */
export type SessionCell = SessionState | 'stays' | 'cannot';

type Row = Readonly<Record<SessionState, SessionCell>>;

const each = (cell: SessionCell): Row => ({
  'idCard.looking': cell,
  'idCard.reading': cell,
  'idCard.pausing': cell,
  'permit.inserting': cell,
  'permit.givingBack': cell,
  choose: cell,
  review: cell,
  'attended.deciding.linked': cell,
  'attended.deciding.unlinked': cell,
  'attended.ordering.waiting': cell,
  'attended.paying.linked': cell,
  'attended.paying.unlinked': cell,
  'attended.producing.writing': cell,
  'attended.producing.checking': cell,
  'attended.producing.waiting': cell,
  'returning.giving': cell,
  declined: cell,
  trouble: cell,
  cardLeft: cell,
  'result.printing': cell,
  'result.ready': cell,
  'rate.asking': cell,
  'check.typing': cell,
  'check.told': cell,
  wiping: cell,
  'parting.left.waiting': cell,
  'parting.farewell': cell,
  done: cell,
});

const stays = (cells: Partial<Row>): Row => ({ ...each('stays'), ...cells });
/** What only a state can hear that asked for it, or that the server knows of. */
const cannot = (cells: Partial<Row>): Row => ({ ...each('cannot'), ...cells });
/** The server's word on an application: it can come while one is waited for, and is new in few states. */
const word = (cells: Partial<Row>): Row =>
  cannot({
    'attended.ordering.waiting': 'stays',
    'attended.paying.linked': 'stays',
    'attended.paying.unlinked': 'stays',
    'attended.producing.writing': 'stays',
    'attended.producing.checking': 'stays',
    'attended.producing.waiting': 'stays',
    ...cells,
  });

/**
 * What a visit does in every state with everything that can happen. The card's own chart stands beside it
 * (`../card/card-table.ts`): here a device's answer is what that chart made of it. A payment that is declined goes on with
 * another order, and so stays where it was.
 */
export const SESSION_TABLE = {
  NEXT: stays({
    declined: 'wiping',
    trouble: 'wiping',
    cardLeft: 'wiping',
    'result.ready': 'rate.asking',
    'rate.asking': 'wiping',
    'check.told': 'parting.farewell',
    'parting.farewell': 'done',
  }),
  BACK: stays({
    review: 'choose',
    'check.told': 'check.typing',
  }),
  EXIT: stays({
    'idCard.looking': 'wiping',
    'idCard.reading': 'wiping',
    'idCard.pausing': 'wiping',
    'permit.inserting': 'wiping',
    choose: 'returning.giving',
    review: 'returning.giving',
    'attended.deciding.linked': 'returning.giving',
    'attended.deciding.unlinked': 'returning.giving',
    'attended.ordering.waiting': 'returning.giving',
    'attended.paying.linked': 'returning.giving',
    'attended.paying.unlinked': 'returning.giving',
    declined: 'wiping',
    trouble: 'wiping',
    cardLeft: 'wiping',
    'result.ready': 'wiping',
    'rate.asking': 'wiping',
    'check.typing': 'parting.farewell',
    'check.told': 'parting.farewell',
    'parting.farewell': 'done',
  }),
  CONFIRM: stays({
    review: 'attended.deciding.linked',
  }),
  CHOOSE: stays({}),
  CHOOSE_GROUP: stays({}),
  TYPE: stays({}),
  DELETE: stays({}),
  RATE: stays({
    'rate.asking': 'wiping',
  }),
  TOUCHED: stays({
    'parting.farewell': 'done',
  }),
  SET_LANGUAGE: stays({}),
  SET_PACE: stays({}),
  'the device does it': cannot({
    'idCard.reading': 'permit.inserting',
    'permit.inserting': 'choose',
    'permit.givingBack': 'permit.inserting',
    'attended.producing.writing': 'attended.producing.checking',
    'attended.producing.checking': 'returning.giving',
    'returning.giving': 'declined',
    'result.printing': 'result.ready',
    wiping: 'parting.farewell',
  }),
  'the device fails': cannot({
    'idCard.reading': 'trouble',
    'permit.inserting': 'trouble',
    'permit.givingBack': 'stays',
    'attended.producing.writing': 'attended.producing.checking',
    'attended.producing.checking': 'attended.producing.waiting',
    'returning.giving': 'stays',
    'result.printing': 'result.ready',
    wiping: 'done',
  }),
  'it cannot be read': cannot({
    'idCard.reading': 'idCard.pausing',
    'permit.inserting': 'stays',
    'permit.givingBack': 'stays',
    'attended.producing.writing': 'attended.producing.checking',
    'attended.producing.checking': 'attended.producing.writing',
    'returning.giving': 'stays',
    'result.printing': 'result.ready',
    wiping: 'done',
  }),
  'the server approves': word({
    'attended.deciding.linked': 'attended.ordering.waiting',
    'attended.deciding.unlinked': 'attended.ordering.waiting',
  }),
  'the server refuses': word({
    'attended.deciding.linked': 'returning.giving',
    'attended.deciding.unlinked': 'returning.giving',
  }),
  'the server does not accept': word({
    'attended.deciding.linked': 'returning.giving',
    'attended.deciding.unlinked': 'returning.giving',
  }),
  'it is paid': word({
    'attended.deciding.linked': 'attended.ordering.waiting',
    'attended.deciding.unlinked': 'attended.ordering.waiting',
    'attended.paying.linked': 'attended.producing.writing',
    'attended.paying.unlinked': 'attended.producing.writing',
  }),
  'the payer declines': word({
    'attended.deciding.linked': 'attended.ordering.waiting',
    'attended.deciding.unlinked': 'attended.ordering.waiting',
    'attended.paying.unlinked': 'attended.ordering.waiting',
  }),
  'the network goes': stays({
    'attended.deciding.linked': 'attended.deciding.unlinked',
    'attended.paying.linked': 'attended.paying.unlinked',
  }),
  'the network comes': stays({
    'attended.deciding.unlinked': 'attended.deciding.linked',
    'attended.paying.unlinked': 'attended.paying.linked',
  }),
  'a device of the card breaks': stays({
    'idCard.looking': 'trouble',
    'idCard.reading': 'trouble',
    'idCard.pausing': 'trouble',
    'permit.inserting': 'trouble',
    choose: 'returning.giving',
    review: 'returning.giving',
    'attended.deciding.linked': 'returning.giving',
    'attended.deciding.unlinked': 'returning.giving',
    'attended.ordering.waiting': 'returning.giving',
    'attended.paying.linked': 'returning.giving',
    'attended.paying.unlinked': 'returning.giving',
  }),
  'the ID reader breaks': stays({
    'idCard.looking': 'trouble',
    'idCard.reading': 'trouble',
    'idCard.pausing': 'trouble',
  }),
  'time passes': stays({
    'idCard.looking': 'wiping',
    'idCard.reading': 'wiping',
    'idCard.pausing': 'idCard.reading',
    'permit.inserting': 'wiping',
    'permit.givingBack': 'returning.giving',
    choose: 'returning.giving',
    review: 'returning.giving',
    'attended.deciding.linked': 'returning.giving',
    'attended.deciding.unlinked': 'returning.giving',
    'attended.ordering.waiting': 'returning.giving',
    'attended.paying.linked': 'returning.giving',
    'attended.paying.unlinked': 'returning.giving',
    'attended.producing.writing': 'attended.producing.checking',
    'attended.producing.checking': 'attended.producing.waiting',
    'attended.producing.waiting': 'attended.producing.checking',
    'returning.giving': 'declined',
    declined: 'wiping',
    trouble: 'wiping',
    cardLeft: 'wiping',
    'result.printing': 'result.ready',
    'result.ready': 'wiping',
    'rate.asking': 'wiping',
    'check.typing': 'parting.farewell',
    'check.told': 'parting.farewell',

    'parting.left.waiting': 'done',
    'parting.farewell': 'done',
  }),
} as const satisfies Readonly<Record<string, Row>>;

export type SessionHappening = keyof typeof SESSION_TABLE;
