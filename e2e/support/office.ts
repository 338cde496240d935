import { ADMIN_PASSWORD } from './station.ts';

export interface Figures {
  readonly [name: string]: { readonly value: number | null; readonly definition: string };
}

/** What staff and bureau ask the server, over its public API with a token. */
export class Office {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Signs in as the first administrator and makes a token, as the console does. */
  static async open(url: string): Promise<Office> {
    const json = { 'content-type': 'application/json', 'x-requested-with': 'e2e' };
    const signedIn = await fetch(`${url}/api/v1/sign-in`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name: 'admin', password: ADMIN_PASSWORD }),
    });
    if (!signedIn.ok) throw new Error(`sign-in: ${signedIn.status} ${await signedIn.text()}`);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ');
    const made = await fetch(`${url}/api/v1/tokens`, {
      method: 'POST',
      headers: { ...json, cookie },
      body: JSON.stringify({ name: `e2e-${Date.now()}`, role: 'admin' }),
    });
    if (!made.ok) throw new Error(`token: ${made.status} ${await made.text()}`);
    const { token } = (await made.json()) as { token: string };
    return new Office(url, token);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.#url + path, { headers: { authorization: `Bearer ${this.#token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async post<T>(path: string): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}` },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Values of today's report by name. */
  async today(): Promise<Record<string, number | null>> {
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const { total } = await this.get<{ total: Figures }>(`/api/v1/report?from=${day}&to=${day}`);
    return Object.fromEntries(Object.entries(total).map(([name, figure]) => [name, figure.value]));
  }
}
