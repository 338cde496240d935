import type { StateValueFrom } from 'xstate';
import type { cardMachine } from './card-machine.ts';

type Path<V> = V extends string ? V : { [K in keyof V & string]: `${K}.${Path<V[K]>}` }[keyof V & string];
type Leaf<P extends string, All extends string = P> = P extends string
  ? Extract<All, `${P}.${string}`> extends never
    ? P
    : never
  : never;

/** Left in the moment in which they are entered. */
type Passing = 'unsure' | 'unsaid' | 'keeping.deciding' | 'ending.telling';

/** Every state in which the card's chart can rest, from its own type: a new one does not compile without its cells. */
export type CardState = Exclude<Leaf<Path<StateValueFrom<typeof cardMachine>>>, Passing>;

/**
 * `waits`: the request is done once this is over. `refused`: it is answered at once that it was not done. `stays`:
 * nothing happens, on purpose. `cannot`: it cannot happen there, because nothing was asked or no time runs. Otherwise
 * the state in which the chart comes to rest.
 */
export type CardCell = CardState | 'waits' | 'refused' | 'stays' | 'cannot';

type Row = Readonly<Record<CardState, CardCell>>;

const each = (cell: CardCell): Row => ({
  unknown: cell,
  asking: cell,
  drawing: cell,
  pausing: cell,
  none: cell,
  'taking.open': cell,
  'taking.leaving': cell,
  held: cell,
  printing: cell,
  looking: cell,
  condemning: cell,
  'returning.out': cell,
  'returning.back': cell,
  'returning.checking': cell,
  'returning.waiting': cell,
  'keeping.noting': cell,
  'keeping.moving': cell,
  'keeping.checking': cell,
  'keeping.waiting': cell,
  'ending.noting': cell,
});

/** A request: done in a state of rest, waiting in all others. Whoever wants the slot closed is not made to wait for it. */
const request = (unknown: CardCell, none: CardCell, held: CardCell): Row => ({
  ...each('waits'),
  'taking.open': 'taking.leaving',
  unknown,
  none,
  held,
});

/** What only a state that asked for it can hear. */
const answer = (cells: Partial<Row>): Row => ({ ...each('cannot'), ...cells });

/**
 * What the card's chart does in every state with everything that can happen. `ending.noting` of a visit without a card
 * has nothing to note and is left at once, for `unknown`: the devices are asked before the next one.
 */
export const CARD_TABLE = {
  ASK: request('asking', 'asking', 'asking'),
  ACCEPT: request('asking', 'taking.open', 'taking.open'),
  PRINT: request('asking', 'refused', 'printing'),
  LOOK: request('asking', 'refused', 'looking'),
  'CONDEMN, nothing printed': request('asking', 'refused', 'refused'),
  'CONDEMN, print in doubt': request('condemning', 'refused', 'condemning'),
  GIVE_BACK: request('unknown', 'unknown', 'returning.out'),
  'GIVE_BACK, print in doubt': request('asking', 'unknown', 'keeping.noting'),
  KEEP: request('unknown', 'unknown', 'keeping.noting'),
  VISIT: each('stays'),
  DISTURBED: { ...each('stays'), none: 'unknown' },
  'time over': answer({
    asking: 'unknown',
    drawing: 'asking',
    pausing: 'asking',
    'taking.leaving': 'asking',
    printing: 'held',
    looking: 'held',
    condemning: 'unknown',
    'returning.out': 'returning.back',
    'returning.back': 'returning.checking',
    'returning.checking': 'returning.waiting',
    'returning.waiting': 'returning.checking',
    'keeping.noting': 'unknown',
    'keeping.moving': 'keeping.checking',
    'keeping.checking': 'keeping.waiting',
    'keeping.waiting': 'keeping.moving',
    'ending.noting': 'unknown',
  }),
  'devices say: none': answer({
    asking: 'none',
    'returning.checking': 'ending.noting',
    'keeping.checking': 'ending.noting',
  }),
  'devices say: inside': answer({
    asking: 'held',
    'returning.checking': 'keeping.noting',
    'keeping.checking': 'keeping.waiting',
  }),
  'devices say: exit': answer({
    asking: 'drawing',
    'returning.checking': 'returning.back',
    'keeping.checking': 'keeping.waiting',
  }),
  'devices say: unknown': answer({
    asking: 'unknown',
    'returning.checking': 'returning.waiting',
    'keeping.checking': 'keeping.waiting',
  }),
  'card read': answer({ 'taking.open': 'held', 'taking.leaving': 'returning.out' }),
  'card not read': answer({ 'taking.open': 'asking', 'taking.leaving': 'asking' }),
  printed: answer({ printing: 'held' }),
  'print failed': answer({ printing: 'held' }),
  'print never began': answer({ printing: 'held' }),
  'seen: as granted': answer({ looking: 'held' }),
  'seen: something else': answer({ looking: 'held' }),
  'back not read': answer({ looking: 'held' }),
  taken: answer({ 'returning.out': 'ending.noting' }),
  'not taken': answer({ 'returning.out': 'returning.back' }),
  'no card to put out': answer({ 'returning.out': 'returning.checking' }),
  'not put out': answer({ 'returning.out': 'returning.back' }),
  'drawn back': answer({ drawing: 'asking', 'returning.back': 'returning.checking' }),
  'not drawn back': answer({ drawing: 'asking', 'returning.back': 'returning.checking' }),
  'in the bin': answer({ 'keeping.moving': 'ending.noting' }),
  'not in the bin': answer({ 'keeping.moving': 'keeping.checking' }),
  stored: answer({
    condemning: 'unknown',
    'keeping.noting': 'keeping.moving',
    'ending.noting': 'unknown',
  }),
  'not stored': answer({
    condemning: 'unknown',
    'keeping.noting': 'unknown',
    'ending.noting': 'unknown',
  }),
} as const satisfies Readonly<Record<string, Row>>;

export type CardHappening = keyof typeof CARD_TABLE;
