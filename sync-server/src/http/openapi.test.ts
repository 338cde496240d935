import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

let http: TestHttp;
let document: { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>> };
beforeAll(async () => {
  http = await startTestHttp({ env: { DEMO: '1' } });
  document = (await http.app.inject('/api/v1/openapi.json')).json();
});
afterAll(() => http.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

test('it is an OpenAPI 3.1 document with every route of the API', () => {
  expect(document.openapi).toBe('3.1.0');
  const names = operations().map(({ name }) => name);
  for (const name of [
    'get /api/v1/report',
    'get /api/v1/report.csv',
    'post /api/v1/enrol',
    'delete /api/v1/tokens/{id}',
    'get /healthz',
  ]) {
    expect(names).toContain(name);
  }
  expect(names.filter((name) => /console|kiosk\//.test(name))).toEqual([]);
});

test('every route has a summary and a tag, and says how it refuses', () => {
  for (const { name, operation } of operations()) {
    expect([name, operation.summary]).toEqual([name, expect.stringMatching(/.{10,}/)]);
    expect([name, operation.tags]).toEqual([name, [expect.any(String)]]);
    const guarded = (operation.security ?? []).length > 0;
    for (const status of guarded ? ['400', '401', '403', '429'] : ['400', '429']) {
      expect([name, status, operation.responses[status]?.description]).toEqual([
        name,
        status,
        expect.any(String),
      ]);
    }
  }
});

test('the parameters of the report are described', () => {
  const operation = document.paths['/api/v1/report']?.['get'] as Operation & {
    parameters: { name: string; required: boolean }[];
  };
  expect(operation.parameters.map(({ name, required }) => [name, required])).toEqual([
    ['from', true],
    ['to', true],
    ['groupBy', false],
  ]);
  expect(operation.security).toEqual([{ bearer: [] }, { session: [] }]);
});
