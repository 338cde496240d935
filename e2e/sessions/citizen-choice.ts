import type { KioskAction, SessionScreen } from '@haizhu/kiosk-app/machines/session-view';
import { offeredFor } from '@haizhu/shared/catalogue/endorsement';
import type { Random } from '../chaos/random.ts';

/** One thing that a citizen does. */
export type Doing =
  | { readonly do: 'touch'; readonly action: KioskAction }
  | { readonly do: 'lay-id-card' | 'lift-id-card' | 'insert-permit' | 'nothing' }
  | { readonly do: 'scan'; readonly codeUrl: string };

/** What a citizen knows of themselves in front of a screen. */
export interface Hands {
  /** Their ID card lies on the reader. */
  readonly hasLaid: boolean;
  readonly hasPermit: boolean;
  /** Signs of a check code that are not typed yet. */
  readonly toType: string;
}

const NOTHING: Doing = { do: 'nothing' };
const touch = (action: KioskAction): Doing => ({ do: 'touch', action });
const EXIT = touch({ type: 'EXIT' });

/** What somebody does who wants what the screen is for, mostly. */
export function choiceOf(now: SessionScreen, hands: Hands, random: Random): Doing {
  const is = (chance: number) => random.next() < chance;
  switch (now.screen) {
    case 'place-id-card':
      // Somebody else's card that lies there is put aside. One that is not read is lifted and laid again.
      if (!hands.hasLaid) return { do: 'lay-id-card' };
      if (now.problem === 'left-behind') return { do: 'lift-id-card' };
      if (is(0.2)) return { do: 'lift-id-card' };
      return is(0.1) ? EXIT : NOTHING;
    case 'insert-permit':
      if (hands.hasLaid && is(0.6)) return { do: 'lift-id-card' };
      if (hands.hasPermit) return { do: 'insert-permit' };
      return is(0.1) ? EXIT : NOTHING;
    case 'choose': {
      if (is(0.03)) return EXIT;
      if (now.fee !== null && is(0.7)) return touch({ type: 'NEXT' });
      if (is(0.2)) return touch({ type: 'CHOOSE_GROUP', group: random.pick(['L', 'G'] as const) });
      const place = random.pick(['HKG', 'MAC'] as const);
      const offered = offeredFor(place)[random.int(0, offeredFor(place).length - 1)];
      if (offered === undefined) return NOTHING;
      return touch({ type: 'CHOOSE', place, choice: { place, group: now.group, ...offered } });
    }
    case 'review':
      if (is(0.03)) return EXIT;
      return touch({ type: is(0.06) ? 'BACK' : 'CONFIRM' });
    case 'pay':
      return is(0.04) ? EXIT : { do: 'scan', codeUrl: now.codeUrl };
    case 'deciding':
      return is(0.01) ? EXIT : NOTHING;
    case 'result':
    case 'declined':
    case 'device-trouble':
    case 'card-left':
      if (is(0.4)) return NOTHING;
      return is(0.5) ? touch({ type: 'NEXT' }) : EXIT;
    case 'take-id-card':
      return is(0.8) ? { do: 'lift-id-card' } : NOTHING;
    case 'farewell':
      return is(0.3) ? touch({ type: 'NEXT' }) : NOTHING;
    case 'rate':
      if (is(0.4)) return touch({ type: 'RATE', score: random.pick([1, 3, 5] as const) });
      return is(0.5) ? touch({ type: 'NEXT' }) : NOTHING;
    case 'check-code':
      if (hands.toType !== '') return touch({ type: 'TYPE', sign: hands.toType.charAt(0) });
      return is(0.7) ? touch({ type: 'NEXT' }) : EXIT;
    case 'check-result':
      if (is(0.5)) return NOTHING;
      return touch({ type: is(0.8) ? 'NEXT' : 'BACK' });
    default:
      // Screens that only tell, and any that this citizen has never seen.
      return NOTHING;
  }
}

const ANYTHING: readonly Doing[] = [
  { do: 'lay-id-card' },
  { do: 'lift-id-card' },
  { do: 'insert-permit' },
  touch({ type: 'TOUCHED' }),
  touch({ type: 'NEXT' }),
  touch({ type: 'BACK' }),
  touch({ type: 'CONFIRM' }),
  touch({ type: 'STILL_HERE' }),
  touch({ type: 'DELETE' }),
  touch({ type: 'TYPE', sign: 'A' }),
  touch({ type: 'RATE', score: 2 }),
  touch({ type: 'CHOOSE_GROUP', group: 'L' }),
  touch({ type: 'CHOOSE', place: 'MAC', choice: null }),
  touch({ type: 'START', service: 'check', language: 'zh' }),
];

/** What somebody does who touches everything, whatever is on the screen. */
export function anything(random: Random): Doing {
  return random.next() < 0.04 ? EXIT : (ANYTHING[random.int(0, ANYTHING.length - 1)] ?? NOTHING);
}

/**
 * What a screen outside of a visit wants with an ID card, as a text that is another one when it asks anew; null where it
 * wants none.
 */
export function asksForIdCard(screen: object): string | null {
  const text = JSON.stringify(screen);
  return /id-?card/i.test(text) ? text : null;
}
