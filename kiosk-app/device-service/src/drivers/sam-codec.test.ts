import { encodeIdCardBlock } from '@haizhu/shared/identity/id-card-block';
import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cardOfBase,
  parseSamResponse,
  SamFrames,
  type SamToken,
  samRequest,
  samResponse,
} from './sam-codec.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

describe('frames of a SAM module', () => {
  it('are those of the norm', () => {
    expect(hex(samRequest('reset'))).toBe('AAAAAA9669000310FFEC');
    expect(hex(samRequest('status'))).toBe('AAAAAA9669000311FFED');
    expect(hex(samRequest('find'))).toBe('AAAAAA96690003200122');
    expect(hex(samRequest('select'))).toBe('AAAAAA96690003200221');
    expect(hex(samRequest('readBase'))).toBe('AAAAAA96690003300132');
    expect(hex(samResponse(0x9f, new Uint8Array(4)))).toBe('AAAAAA9669000800009F0000000097');
    expect(samResponse(0x90, new Uint8Array(8)).at(-1)).toBe(0x9c);
  });

  it('are found in any pieces, with any noise between', () => {
    const body = fc.tuple(fc.nat(255), fc.uint8Array({ maxLength: 300 }));
    // Noise that could begin a preamble of its own would swallow what follows, as on a real line.
    const noise = fc.uint8Array({ maxLength: 8 }).filter((bytes) => !bytes.includes(0xaa));
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.tuple(noise, body), { minLength: 1, maxLength: 4 }), sizes, (parts, cuts) => {
        const stream = parts.flatMap(([junk, [sw3, data]]) => [...junk, ...samResponse(sw3, data)]);
        const frames = new SamFrames();
        const found: SamToken[] = [];
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const size = cuts[i % cuts.length] ?? 1;
          found.push(...frames.push(Uint8Array.from(stream.slice(at, at + size))));
          at += size;
        }
        const responses = found.map((token) => token.is === 'frame' && parseSamResponse(token.body));
        expect(responses).toEqual(parts.map(([, [sw3, data]]) => ({ sw3, data })));
      }),
    );
  });

  it('with a wrong check byte are passed over, and the next one is found', () => {
    const broken = samResponse(0x90);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const frames = new SamFrames();
    expect(frames.push(Uint8Array.from([...broken, ...samResponse(0x9f)]))).toEqual([
      { is: 'broken' },
      { is: 'frame', body: Uint8Array.of(0, 0, 0x9f) },
    ]);
  });

  it('carry a card', () => {
    const card = SIMULATED_PEOPLE[0]?.idCard;
    if (card === undefined) throw new Error('nobody');
    const data = Uint8Array.from([1, 0, 4, 0, ...encodeIdCardBlock(card), ...new Uint8Array(1024)]);
    expect(samResponse(0x90, data)).toHaveLength(1295);
    expect(cardOfBase(data)).toEqual({ ok: true, value: card });
    expect(cardOfBase(data.subarray(0, 900)).ok).toBe(false);
    expect(cardOfBase(new Uint8Array()).ok).toBe(false);
  });
});
