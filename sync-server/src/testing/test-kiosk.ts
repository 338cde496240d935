import type { webcrypto } from 'node:crypto';
import { type Applicant, SEALING } from '@haizhu/shared/journal/sealed';
import { packEntries } from '@haizhu/shared/sync/packed-entries';
import {
  type ApplicationStatus,
  applicationStatusSchema,
  type Enrolment,
  enrolmentSchema,
  KIOSK_NAMESPACE,
  PROTOCOL,
  proofText,
  type SealingKey,
  watchAnswerSchema,
  welcomeSchema,
} from '@haizhu/shared/sync/protocol';
import { CompactEncrypt, importJWK } from 'jose';
import { io, type Socket } from 'socket.io-client';
import { TestJournal } from '../ledger/testing.ts';

/** A kiosk that says what a test wants it to say, over the real socket. */
export class TestKiosk {
  readonly enrolment: Enrolment;
  readonly journal: TestJournal;
  readonly statuses: ApplicationStatus[] = [];
  readonly #watched = new Set<string>();
  readonly #url: string;
  readonly #key: webcrypto.CryptoKey;
  #socket: Socket | null = null;
  #nonce = '';
  #sealingKey: SealingKey;
  #waiting: { test: (s: ApplicationStatus) => boolean; resolve: (s: ApplicationStatus) => void }[] = [];

  private constructor(url: string, enrolment: Enrolment, key: webcrypto.CryptoKey) {
    this.#url = url;
    this.enrolment = enrolment;
    this.#key = key;
    this.#sealingKey = enrolment.sealingKey;
    this.journal = new TestJournal(enrolment.kiosk, enrolment.epoch);
  }

  /** Enrols a new demonstration kiosk. */
  static async enrol(url: string): Promise<TestKiosk> {
    const made = await fetch(`${url}/api/v1/demo/enrolment`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { code } = (await made.json()) as { code: string };
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const enrolled = await fetch(`${url}/api/v1/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, publicKey: { kty, crv, x, y } }),
    });
    return new TestKiosk(url, enrolmentSchema.parse(await enrolled.json()), pair.privateKey);
  }

  /** Connects and waits for the challenge; nothing is proved yet. */
  async connect(): Promise<Socket> {
    const socket = io(this.#url + KIOSK_NAMESPACE, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    socket.on('application', (frame: unknown) => {
      const status = applicationStatusSchema.parse(frame);
      this.statuses.push(status);
      this.#waiting = this.#waiting.filter(({ test, resolve }) => {
        if (!test(status)) return true;
        resolve(status);
        return false;
      });
    });
    const challenge = await new Promise<{ nonce: string }>((resolve, reject) => {
      socket.once('challenge', resolve);
      socket.once('connect_error', reject);
    });
    this.#nonce = challenge.nonce;
    return socket;
  }

  /** What a right hello says; a test may change it. */
  async hello(change: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const { kiosk, epoch } = this.enrolment;
    const text = proofText(this.#nonce, kiosk, epoch, PROTOCOL);
    const signature = await crypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      this.#key,
      new TextEncoder().encode(text),
    );
    return {
      protocol: PROTOCOL,
      kiosk,
      epoch,
      proof: Buffer.from(signature).toString('base64url'),
      software: 'test',
      wall: Date.now(),
      journals: [{ epoch, head: this.journal.head, through: 0 }],
      ...change,
    };
  }

  async ask(frame: string, ...payload: unknown[]): Promise<Record<string, unknown>> {
    if (this.#socket === null) throw new Error('not connected');
    return this.#socket.timeout(10_000).emitWithAck(frame, ...payload);
  }

  /** Connects and proves itself. */
  async join(): Promise<Record<string, unknown>> {
    await this.connect();
    const answer = await this.ask('hello', await this.hello());
    const welcome = welcomeSchema.safeParse(answer);
    if (welcome.success) this.#sealingKey = welcome.data.sealingKey;
    return answer;
  }

  push(from = 1): Promise<Record<string, unknown>> {
    const { epoch } = this.enrolment;
    return this.ask('push', { epoch, from, ...packEntries(this.journal.entries.slice(from - 1)) });
  }

  /** Adds an application with a really sealed person; its id. */
  async apply(n: number, applicant: Partial<Applicant> = {}): Promise<string> {
    const person: Applicant = {
      version: 1,
      name: '某某某',
      idNumber: '11010519491231002X',
      sex: 'female',
      birthDate: '1949-12-31',
      permitNumber: 'C12345678',
      permitExpiry: '2099-01-01',
      ...applicant,
    };
    const entry = this.journal.application(n, Date.now());
    const { body } = JSON.parse(entry.text) as {
      body: Parameters<TestJournal['add']>[1] & { application: string };
    };
    // The same place again, now with the real sealed payload.
    this.journal.entries.pop();
    this.journal.rewind();
    this.journal.add('application.submitted', body as never, {
      at: Date.now(),
      sealed: await seal(this.#sealingKey, person),
    });
    return body.application;
  }

  /** Watches an application and waits for word on it; what was told before counts too. */
  async status(application: string, test: (s: ApplicationStatus) => boolean): Promise<ApplicationStatus> {
    this.#watched.add(application);
    const fits = (s: ApplicationStatus) => s.application === application && test(s);
    const told = new Promise<ApplicationStatus>((resolve) => this.#waiting.push({ test: fits, resolve }));
    const answer = watchAnswerSchema.parse(await this.ask('watch', { applications: [...this.#watched] }));
    if (!answer.ok) throw new Error(`watch: ${answer.error}`);
    return [...answer.statuses, ...this.statuses].findLast(fits) ?? told;
  }

  close(): void {
    this.#socket?.disconnect();
  }
}

async function seal(key: SealingKey, person: Applicant): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(person)))
    .setProtectedHeader({ ...SEALING, kid: key.kid })
    .encrypt(await importJWK({ ...key }, SEALING.alg));
}
