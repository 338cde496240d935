import type { StateValueFrom } from 'xstate';
import type { SyncEvent, syncMachine } from './sync-machine.ts';

type Path<V> = V extends string ? V : { [K in keyof V & string]: `${K}.${Path<V[K]>}` }[keyof V & string];

/** Paths that are no beginning of others: the states one can be in. */
type Leaf<P extends string, All extends string = P> = P extends string
  ? Extract<All, `${P}.${string}`> extends never
    ? P
    : never
  : never;

/** Every state of the sync machine, from its own type: a new one does not compile without its cells here. */
export type LinkState = Leaf<Path<StateValueFrom<typeof syncMachine>>>;

/** What can happen to the link besides the machine's events: time passes, and what was asked is answered or not. */
export type LinkHappening =
  | SyncEvent['type']
  | 'time over'
  | 'hello: welcome'
  | 'hello: refused for people to mend'
  | 'hello: refused for now'
  | 'hello: no answer'
  | 'presence: answered'
  | 'presence: no answer';

export type LinkEffect =
  | 'connects'
  | 'closes'
  | 'says hello'
  | 'tells presence'
  | 'sends what waits'
  | 'keeps the welcome'
  | 'tells who watches'
  | 'tells progress'
  | 'starts counting tries anew';

/**
 * `stays`: nothing happens, on purpose. `cannot`: it cannot happen there, because nothing was asked or no time runs.
 * Otherwise where it goes (to itself, when it only does something) and what it does on the way.
 */
export type LinkCell = 'stays' | 'cannot' | { readonly to: LinkState; readonly does: readonly LinkEffect[] };

const to = (state: LinkState, ...does: readonly LinkEffect[]): LinkCell => ({ to: state, does });

const STOPPED = to('stopped', 'closes');
const LOST = to('waiting', 'closes');

/** What the link does in every state with everything that can happen. The machine is held to it cell by cell. */
export const LINK_TABLE: Readonly<Record<LinkHappening, Readonly<Record<LinkState, LinkCell>>>> = {
  START: {
    stopped: to('linked.connecting', 'connects'),
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    'linked.online.telling': 'stays',
    'linked.online.quiet': 'stays',
  },
  STOP: {
    stopped: 'stays',
    waiting: to('stopped'),
    refused: to('stopped'),
    'linked.connecting': STOPPED,
    'linked.proving': STOPPED,
    'linked.online.telling': STOPPED,
    'linked.online.quiet': STOPPED,
  },
  NETWORK_UP: {
    stopped: 'stays',
    waiting: to('linked.connecting', 'connects'),
    refused: to('linked.connecting', 'connects'),
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    'linked.online.telling': 'stays',
    'linked.online.quiet': 'stays',
  },
  'time over': {
    stopped: 'cannot',
    waiting: to('linked.connecting', 'connects'),
    refused: to('linked.connecting', 'connects'),
    'linked.connecting': LOST,
    // The transport gives up a question after its time, which is `no answer`.
    'linked.proving': 'cannot',
    'linked.online.telling': 'cannot',
    'linked.online.quiet': to('linked.online.telling', 'tells presence', 'starts counting tries anew'),
  },
  CHALLENGE: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': to('linked.proving', 'says hello'),
    'linked.proving': 'stays',
    'linked.online.telling': 'stays',
    'linked.online.quiet': 'stays',
  },
  'hello: welcome': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': to('linked.online.telling', 'keeps the welcome', 'sends what waits', 'tells presence'),
    'linked.online.telling': 'cannot',
    'linked.online.quiet': 'cannot',
  },
  'hello: refused for people to mend': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': to('refused', 'closes'),
    'linked.online.telling': 'cannot',
    'linked.online.quiet': 'cannot',
  },
  'hello: refused for now': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': LOST,
    'linked.online.telling': 'cannot',
    'linked.online.quiet': 'cannot',
  },
  'hello: no answer': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': LOST,
    'linked.online.telling': 'cannot',
    'linked.online.quiet': 'cannot',
  },
  LINK_DOWN: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': LOST,
    'linked.proving': LOST,
    'linked.online.telling': LOST,
    'linked.online.quiet': LOST,
  },
  COMMITTED: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    'linked.online.telling': to('linked.online.telling', 'sends what waits'),
    'linked.online.quiet': to('linked.online.quiet', 'sends what waits'),
  },
  PROGRESS: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    'linked.online.telling': to('linked.online.telling', 'tells progress', 'starts counting tries anew'),
    'linked.online.quiet': to('linked.online.quiet', 'tells progress', 'starts counting tries anew'),
  },
  PRESENCE_CHANGED: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    // Told with the next one, at the latest after the presence interval.
    'linked.online.telling': 'stays',
    'linked.online.quiet': to('linked.online.telling', 'tells presence'),
  },
  'presence: answered': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': 'cannot',
    'linked.online.telling': to('linked.online.quiet'),
    'linked.online.quiet': 'cannot',
  },
  'presence: no answer': {
    stopped: 'cannot',
    waiting: 'cannot',
    refused: 'cannot',
    'linked.connecting': 'cannot',
    'linked.proving': 'cannot',
    'linked.online.telling': LOST,
    'linked.online.quiet': 'cannot',
  },
  APPLICATION: {
    stopped: 'stays',
    waiting: 'stays',
    refused: 'stays',
    'linked.connecting': 'stays',
    'linked.proving': 'stays',
    'linked.online.telling': to('linked.online.telling', 'tells who watches'),
    'linked.online.quiet': to('linked.online.quiet', 'tells who watches'),
  },
};
