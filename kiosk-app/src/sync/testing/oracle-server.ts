import { isWhole, unpackEntries } from '@haizhu/shared/sync/packed-entries';
import {
  DEFAULT_LIMITS,
  helloSchema,
  type Limits,
  PROTOCOL,
  presenceSchema,
  pushSchema,
  type SealingKey,
  type SyncError,
} from '@haizhu/shared/sync/protocol';
import { sha256Hex } from '../digest.ts';
import type { KioskFrame } from '../transport.ts';
import { prevOf } from './chain-breaks.ts';
import type { ModelServer } from './model-server.ts';
import type { ServerEnd } from './simulated-network.ts';

interface Kept {
  readonly seq: number;
  readonly text: string;
  readonly digest: string;
}

/**
 * The simplest server that keeps the protocol: an array per epoch. What the real one does must be explainable by
 * this one. `refuseNext` lets a test make it say no.
 */
export class OracleServer implements ModelServer {
  readonly kept = new Map<number, Kept[]>();
  readonly limits: Limits;
  pushes = 0;
  presences = 0;
  refuseNext: { frame: KioskFrame; error: SyncError; retryAfterMs?: number }[] = [];
  sealingKey: SealingKey = { kid: 'k1', kty: 'EC', crv: 'P-256', x: 'x', y: 'y' };
  readonly #now: () => number;
  readonly #proved = new Set<ServerEnd>();
  #conflicts = new Set<string>();
  #backup: { readonly kept: Map<number, Kept[]>; readonly conflicts: ReadonlySet<string> } | null = null;

  constructor(now: () => number, limits: Partial<Limits> = {}) {
    this.#now = now;
    this.limits = { ...DEFAULT_LIMITS, ...limits };
  }

  enrol(epoch: number): void {
    if (!this.kept.has(epoch)) this.kept.set(epoch, []);
  }

  kill(): void {
    this.#proved.clear();
  }

  restart(): void {
    this.#proved.clear();
  }

  backUp(): void {
    const kept = new Map<number, Kept[]>([...this.kept].map(([epoch, entries]) => [epoch, [...entries]]));
    this.#backup = { kept, conflicts: new Set(this.#conflicts) };
  }

  restoreBackup(): void {
    if (this.#backup === null) return;
    this.kept.clear();
    for (const [epoch, kept] of this.#backup.kept) this.kept.set(epoch, [...kept]);
    this.#conflicts = new Set(this.#backup.conflicts);
  }

  trouble(error: 'slow-down' | 'internal', count: number): void {
    this.refuseNext = Array.from({ length: count }, () => ({
      frame: 'push' as const,
      error,
      retryAfterMs: 500,
    }));
  }

  close(): void {}

  /** Restored from an older backup: the last entries of an epoch are gone. */
  forget(epoch: number, count: number): void {
    const kept = this.kept.get(epoch) ?? [];
    kept.length = Math.max(0, kept.length - count);
  }

  texts(epoch: number): readonly string[] {
    return (this.kept.get(epoch) ?? []).map((k) => k.text);
  }

  conflicts(): readonly string[] {
    return [...this.#conflicts];
  }

  onConnect(end: ServerEnd): void {
    end.challenge({
      nonce: 'n'.repeat(22),
      serverTime: this.#now(),
      protocol: { min: PROTOCOL, max: PROTOCOL },
    });
  }

  onFrame(end: ServerEnd, frame: KioskFrame, payload: unknown): unknown {
    const refusal = this.refuseNext.findIndex((r) => r.frame === frame);
    if (refusal >= 0) {
      const [{ error, retryAfterMs } = { error: 'internal' as const }] = this.refuseNext.splice(refusal, 1);
      return { ok: false, error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    }
    switch (frame) {
      case 'hello':
        return this.#hello(end, payload);
      case 'push':
        return this.#proved.has(end) ? this.#push(payload) : { ok: false, error: 'not-proved' };
      case 'presence':
        this.presences += 1;
        return this.#proved.has(end) ? this.#presence(payload) : { ok: false, error: 'not-proved' };
      case 'watch':
        return { ok: true, statuses: [] };
      case 'check':
      case 'pay':
        return { ok: false, error: 'not-found' };
    }
  }

  #presence(payload: unknown): unknown {
    const { sealingKid } = presenceSchema.parse(payload);
    const isOld = sealingKid !== this.sealingKey.kid;
    return { ok: true, serverTime: this.#now(), ...(isOld ? { sealingKey: this.sealingKey } : {}) };
  }

  #hello(end: ServerEnd, payload: unknown): unknown {
    const { journals } = helloSchema.parse(payload);
    this.#proved.add(end);
    return {
      ok: true,
      serverTime: this.#now(),
      through: journals.flatMap(({ epoch }) => {
        const kept = this.kept.get(epoch);
        return kept === undefined ? [] : [{ epoch, through: kept.length }];
      }),
      limits: this.limits,
      sealingKey: this.sealingKey,
      station: { id: 'S1', zh: '测试派出所', en: 'Test station' },
      simulated: [],
    };
  }

  #push(payload: unknown): unknown {
    this.pushes += 1;
    const { epoch, from, ...packed } = pushSchema.parse(payload);
    if (!isWhole(packed)) return { ok: false, error: 'malformed-frame' };
    const kept = this.kept.get(epoch);
    if (kept === undefined) return { ok: false, error: 'stale-epoch' };
    if (from > kept.length + 1) return { ok: false, error: 'seq-gap', through: kept.length };
    const conflicts: number[] = [];
    for (const [index, bytes] of unpackEntries(packed).entries()) {
      const text = new TextDecoder().decode(bytes.text);
      const seq = from + index;
      const digest = sha256Hex(text);
      const known = kept[seq - 1];
      if (known !== undefined) {
        if (known.digest !== digest) {
          conflicts.push(seq);
          this.#conflicts.add(`${epoch}/${seq}/${digest}`);
        }
        continue;
      }
      const before = kept.at(-1);
      const named = prevOf(text);
      if (before !== undefined && named !== null && named !== before.digest) {
        conflicts.push(seq);
        this.#conflicts.add(`${epoch}/${seq}/${named}`);
      }
      // Content is not the oracle's business: it keeps whatever has its place, poison too (S6).
      kept.push({ seq, text, digest });
    }
    return { ok: true, through: kept.length, setAside: [], conflicts };
  }
}
