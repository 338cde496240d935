import { describe, expect, test } from 'vitest';
import { CardStage } from '../testing/card-stage.ts';
import { CARD_TABLE, type CardCell, type CardHappening, type CardState } from './card-table.ts';

const STATES = Object.keys(CARD_TABLE.ASK) as CardState[];
const HAPPENINGS = Object.keys(CARD_TABLE) as CardHappening[];

/** The straight way into every state. */
const WAYS: { readonly [S in CardState]: (stage: CardStage) => Promise<void> } = {
  unknown: async () => {},
  asking: async (stage) => stage.request('ASK'),
  drawing: async (stage) => {
    await WAYS.asking(stage);
    await stage.answer('askCard', 'exit');
  },
  pausing: async (stage) => {
    await WAYS['taking.open'](stage);
    await stage.fail('acceptPermitCard');
    await stage.answer('askCard', 'unknown');
    await stage.request('GIVE_BACK');
    await stage.answer('askCard', 'unknown');
  },
  none: async (stage) => {
    await WAYS.asking(stage);
    await stage.answer('askCard', 'none');
  },
  'taking.open': async (stage) => {
    await WAYS.none(stage);
    await stage.request('ACCEPT');
  },
  'taking.leaving': async (stage) => {
    await WAYS['taking.open'](stage);
    await stage.request('GIVE_BACK');
  },
  held: async (stage) => {
    await WAYS.asking(stage);
    await stage.answer('askCard', 'inside');
  },
  printing: async (stage) => {
    await WAYS.held(stage);
    await stage.request('PRINT');
  },
  looking: async (stage) => {
    await WAYS.held(stage);
    await stage.request('LOOK');
  },
  condemning: async (stage) => {
    await WAYS.printing(stage);
    await stage.succeed('printEndorsements');
    await stage.request('CONDEMN');
  },
  'returning.out': async (stage) => {
    await WAYS.held(stage);
    await stage.request('GIVE_BACK');
  },
  'returning.back': async (stage) => {
    await WAYS['returning.out'](stage);
    await stage.succeed('returnPermitCard', 'not-taken');
  },
  'returning.checking': async (stage) => {
    await WAYS['returning.out'](stage);
    await stage.succeed('returnPermitCard', 'no-card');
  },
  'returning.waiting': async (stage) => {
    await WAYS['returning.checking'](stage);
    await stage.answer('askCard', 'unknown');
  },
  'keeping.noting': async (stage) => {
    await WAYS.held(stage);
    await stage.request('KEEP');
  },
  'keeping.moving': async (stage) => {
    await WAYS['keeping.noting'](stage);
    await stage.succeed('commit', { seq: 1, at: 1 });
  },
  'keeping.checking': async (stage) => {
    await WAYS['keeping.moving'](stage);
    await stage.fail('retainPermitCard');
  },
  'keeping.waiting': async (stage) => {
    await WAYS['keeping.checking'](stage);
    await stage.answer('askCard', 'inside');
  },
  'ending.noting': async (stage) => {
    await WAYS['keeping.moving'](stage);
    await stage.succeed('retainPermitCard');
  },
};

const GRANTED = [{}];

const HAPPENS: { readonly [H in CardHappening]: (stage: CardStage) => Promise<void> } = {
  ASK: (stage) => stage.request('ASK'),
  ACCEPT: (stage) => stage.request('ACCEPT'),
  PRINT: (stage) => stage.request('PRINT'),
  LOOK: (stage) => stage.request('LOOK'),
  'CONDEMN, nothing printed': (stage) => stage.request('CONDEMN'),
  'CONDEMN, print in doubt': async (stage) => {
    await stage.doubt();
    await stage.request('CONDEMN');
  },
  GIVE_BACK: (stage) => stage.request('GIVE_BACK'),
  'GIVE_BACK, print in doubt': async (stage) => {
    await stage.doubt();
    await stage.request('GIVE_BACK');
  },
  KEEP: (stage) => stage.request('KEEP'),
  VISIT: (stage) => stage.send({ type: 'VISIT', session: null, application: null }),
  DISTURBED: (stage) => stage.disturb(),
  'time over': (stage) => stage.overtime(),
  'devices say: none': (stage) => stage.answer('askCard', 'none'),
  'devices say: inside': (stage) => stage.answer('askCard', 'inside'),
  'devices say: exit': (stage) => stage.answer('askCard', 'exit'),
  'devices say: unknown': (stage) => stage.answer('askCard', 'unknown'),
  'card read': (stage) => stage.succeed('acceptPermitCard', {}),
  'card not read': (stage) => stage.fail('acceptPermitCard'),
  printed: (stage) => stage.succeed('printEndorsements'),
  'print failed': (stage) => stage.fail('printEndorsements'),
  'print never began': (stage) => stage.fail('printEndorsements', true),
  'seen: as granted': (stage) => stage.succeed('readBackEndorsements', GRANTED),
  'seen: something else': (stage) => stage.succeed('readBackEndorsements', []),
  'back not read': (stage) => stage.fail('readBackEndorsements'),
  taken: (stage) => stage.succeed('returnPermitCard', 'taken'),
  'not taken': (stage) => stage.succeed('returnPermitCard', 'not-taken'),
  'no card to put out': (stage) => stage.succeed('returnPermitCard', 'no-card'),
  'not put out': (stage) => stage.fail('returnPermitCard'),
  'drawn back': (stage) => stage.succeed('drawBackPermitCard'),
  'not drawn back': (stage) => stage.fail('drawBackPermitCard'),
  'in the bin': (stage) => stage.succeed('retainPermitCard'),
  'not in the bin': (stage) => stage.fail('retainPermitCard'),
  stored: (stage) => stage.succeed('commit', { seq: 1, at: 1 }),
  'not stored': (stage) => stage.refuse(),
};

const cells = HAPPENINGS.flatMap((happening) =>
  STATES.map((state): readonly [CardHappening, CardState, CardCell] => [
    happening,
    state,
    CARD_TABLE[happening][state],
  ]),
);

describe('the card, cell by cell', () => {
  test.each(cells.filter(([, , cell]) => cell !== 'cannot'))(
    '%s in %s: %s',
    async (happening, state, cell) => {
      const stage = new CardStage();
      await WAYS[state](stage);
      expect(stage.state).toBe(state);
      const { queue } = stage.context;
      const answered = stage.answered.length;
      await HAPPENS[happening](stage);
      switch (cell) {
        case 'stays':
          expect(stage.state).toBe(state);
          expect(stage.context.queue).toEqual(queue);
          break;
        case 'waits':
          expect(stage.state).toBe(state);
          expect(stage.context.queue).toHaveLength(queue.length + 1);
          break;
        case 'refused':
          expect(stage.state).toBe(state);
          expect(stage.answered).toHaveLength(answered + 1);
          break;
        default:
          expect(stage.state).toBe(cell);
      }
    },
  );

  test.each(cells.filter(([, , cell]) => cell === 'cannot'))(
    '%s in %s cannot happen',
    async (happening, state) => {
      const stage = new CardStage();
      await WAYS[state](stage);
      if (happening === 'time over') {
        await stage.overtime();
        expect(stage.state).toBe(state);
      } else if (happening === 'not stored') {
        expect(stage.isWaiting('commit')).toBe(false);
      } else {
        await expect(HAPPENS[happening](stage)).rejects.toThrow('is waiting');
      }
    },
  );
});

describe('a print', () => {
  const inDoubtAfter = async (...happenings: readonly CardHappening[]) => {
    const stage = new CardStage();
    await WAYS.printing(stage);
    for (const happening of happenings) await HAPPENS[happening](stage);
    return stage.context.doubtful;
  };

  test('is in doubt until it was seen to be as granted, unless it never began', async () => {
    expect(await inDoubtAfter('printed')).toBe(true);
    expect(await inDoubtAfter('print failed')).toBe(true);
    expect(await inDoubtAfter('time over')).toBe(true);
    expect(await inDoubtAfter('print never began')).toBe(false);
    expect(await inDoubtAfter('printed', 'LOOK', 'seen: as granted')).toBe(false);
    expect(await inDoubtAfter('printed', 'LOOK', 'seen: something else')).toBe(true);
    expect(await inDoubtAfter('printed', 'LOOK', 'back not read')).toBe(true);
    expect(await inDoubtAfter('printed', 'LOOK', 'time over')).toBe(true);
  });
});
