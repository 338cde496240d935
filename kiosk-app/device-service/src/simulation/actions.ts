import { err, ok, type Result, unreachable } from '@haizhu/shared/result';
import { SERVICES } from '@haizhu/shared/xfs/status';
import * as z from 'zod/mini';
import type { JamDevice, JamMoment, PanelAction } from './panel-types.ts';
import type { SimulatedWorld } from './world.ts';

const served = z.enum(Object.values(SERVICES));
const person = z.string().check(z.maxLength(40));
const on = z.boolean();

/** What the page or a test posts to `/panel/api/actions`. */
export const panelActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('lay-id-card'), person }),
  z.strictObject({ action: z.literal('lift-id-card') }),
  z.strictObject({ action: z.literal('insert-permit'), person }),
  z.strictObject({ action: z.literal('take-card') }),
  z.strictObject({
    action: z.literal('jam'),
    device: z.enum(['card-reader', 'card-printer', 'receipt-printer']),
    when: z.enum(['now', 'entering', 'printing', 'returning']),
  }),
  z.strictObject({
    action: z.literal('clear-jam'),
    device: z.enum(['card-reader', 'card-printer', 'receipt-printer']),
  }),
  z.strictObject({ action: z.literal('paper'), level: z.enum(['full', 'low', 'out']) }),
  z.strictObject({ action: z.literal('plug'), device: served, on }),
  z.strictObject({ action: z.literal('slow'), device: served, on }),
  z.strictObject({ action: z.literal('flap'), device: served, on }),
  z.strictObject({ action: z.literal('verify-mismatch'), on }),
  z.strictObject({ action: z.literal('unreadable'), what: z.enum(['id-card', 'permit']), on }),
  z.strictObject({ action: z.literal('empty-bin') }),
  z.strictObject({
    action: z.literal('settle-payment'),
    orderId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,40}$/)),
    result: z.enum(['paid', 'failed']),
  }),
  z.strictObject({ action: z.literal('restore') }),
]);

/** Why an action cannot be done now. */
export type ActionRefusal =
  | 'unknown-person'
  | 'no-permit-card'
  | 'slot-occupied'
  | 'no-card-to-take'
  | 'not-such-a-jam'
  | 'no-payment-server'
  | 'payment-refused';

export type WorldAction = Exclude<PanelAction, { readonly action: 'settle-payment' }>;

/** Puts a hand into the simulated world. */
export function act(world: SimulatedWorld, action: WorldAction): Result<undefined, ActionRefusal> {
  const done = apply(world, action);
  if (done === null) world.changed();
  return done === null ? ok() : err(done);
}

function apply(world: SimulatedWorld, action: WorldAction): ActionRefusal | null {
  switch (action.action) {
    case 'lay-id-card': {
      const whose = world.person(action.person);
      if (whose === undefined) return 'unknown-person';
      world.plate = whose;
      return null;
    }
    case 'lift-id-card':
      world.plate = null;
      return null;
    case 'insert-permit':
      return insert(world, action.person);
    case 'take-card':
      if (world.permit?.position !== 'exit' && world.permit?.position !== 'offered') return 'no-card-to-take';
      world.movePermit('hand');
      return null;
    case 'jam':
      return jam(world, action);
    case 'clear-jam':
      clearJam(world, action.device);
      return null;
    case 'paper':
      world.paper = action.level;
      return null;
    case 'plug':
      // Replugging by hand ends a loose contact.
      world.units[action.device].setFlapping(false);
      world.units[action.device].setPlugged(action.on);
      return null;
    case 'slow':
      world.units[action.device].setSlow(action.on);
      return null;
    case 'flap':
      world.units[action.device].setFlapping(action.on);
      return null;
    case 'verify-mismatch':
      world.verifyMismatch = action.on;
      return null;
    case 'unreadable':
      world.unreadable[action.what === 'id-card' ? 'idCard' : 'permit'] = action.on;
      return null;
    case 'empty-bin':
      world.binCount = 0;
      return null;
    case 'restore':
      world.restore();
      return null;
    default:
      return unreachable(action);
  }
}

function insert(world: SimulatedWorld, id: string): ActionRefusal | null {
  const whose = world.person(id);
  if (whose === undefined) return 'unknown-person';
  if (whose.permitCard === null) return 'no-permit-card';
  const position = world.permit?.position;
  if (position !== undefined && position !== 'offered' && position !== 'exit') return 'slot-occupied';
  if (position === 'exit' && world.permit?.person !== whose) return 'slot-occupied';
  world.permit = { person: whose, position: 'offered' };
  return null;
}

/** Staff open the machine, and give a card that was stuck there back to its holder. */
function clearJam(world: SimulatedWorld, device: JamDevice): void {
  const position = world.permit?.position;
  const stuck = {
    'card-reader': position === 'transport' || position === 'exit',
    'card-printer': position === 'printer',
    'receipt-printer': false,
  };
  if (world.jams[device] === 'jammed' && stuck[device]) world.movePermit('hand');
  world.jams[device] = 'none';
}

function jam(
  world: SimulatedWorld,
  { device, when }: Extract<WorldAction, { action: 'jam' }>,
): ActionRefusal | null {
  const moments: Readonly<Record<JamDevice, readonly JamMoment[]>> = {
    'card-reader': ['entering', 'returning'],
    'card-printer': ['printing'],
    'receipt-printer': [],
  };
  if (when !== 'now' && !moments[device].includes(when)) return 'not-such-a-jam';
  world.jams[device] = when === 'now' ? 'jammed' : when;
  return null;
}
