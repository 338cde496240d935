import { leafOf } from './session-happenings.ts';
import { act, DISTURBANCES, keyOf, type Move, movesOf } from './session-moves.ts';
import { SessionStage, settled } from './session-stage.ts';

/** How a visit of a table begins, and what was done in it. */
export interface Way {
  readonly start: NonNullable<ConstructorParameters<typeof SessionStage>[0]>;
  readonly moves: readonly Move[];
}

export async function follow({ start, moves }: Way): Promise<SessionStage> {
  const stage = new SessionStage(start);
  await settled();
  for (const move of moves) await move.run(stage);
  return stage;
}

/** No way is longer. */
const MOST_MOVES = 14;

/** Looks for the shortest way into every state in which a visit can rest. */
export async function waysToAll(): Promise<ReadonlyMap<string, Way>> {
  const ways = new Map<string, Way>();
  const code = [...'7KM2Q9TA4XHB'].map((sign) => act({ type: 'TYPE', sign }));
  const lookUp = { start: { service: 'check' }, moves: [] } as const;
  const asked = { ...lookUp, moves: [...code, act({ type: 'NEXT' })] };
  for (const way of [lookUp, asked, { start: { idCardLies: true }, moves: [] }] as const) {
    const stage = await follow(way);
    ways.set(leafOf(stage), way);
  }
  const seen = new Set<string>();
  let frontier: (readonly Move[])[] = [[]];
  for (let length = 0; frontier.length > 0 && length < MOST_MOVES; length += 1) {
    const next: (readonly Move[])[] = [];
    for (const moves of frontier) {
      const stage = await follow({ start: {}, moves });
      const key = keyOf(stage);
      if (seen.has(key)) continue;
      seen.add(key);
      if (!ways.has(leafOf(stage))) ways.set(leafOf(stage), { start: {}, moves });
      const [linkLost] = DISTURBANCES;
      const more = ['deciding', 'pay'].includes(stage.screen) && linkLost !== undefined ? [linkLost] : [];
      for (const step of [...movesOf(stage), ...more]) next.push([...moves, step]);
    }
    frontier = next;
  }
  return ways;
}
