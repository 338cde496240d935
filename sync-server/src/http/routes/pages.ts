import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { refuse } from '../api-error.ts';
import type { HttpContext } from '../context.ts';
import { consolePolicy, kioskPolicy, NONCE_MARK } from '../csp.ts';
import { sendPlainPage } from '../plain-page.ts';
import { sendError } from '../route.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Pages are open to everybody and no part of the API. */
const PAGE = { config: { access: 'public' }, schema: { hide: true } } as const;
/** Kept, but asked about each time: a new version is seen at once. */
const ASK = 'no-cache';

/** The kiosk's and the console's pages, and the page that leads to them. */
export async function pageRoutes(app: FastifyInstance, context: HttpContext): Promise<void> {
  const { pages, config } = context;
  await app.register(fastifyStatic, { root: import.meta.dirname, serve: false });

  app.get('/', PAGE, (_request, reply) =>
    sendPlainPage(reply, 200, {
      title: '自助办证 · Self-service permits',
      lines: [
        { text: '自助办证机 Kiosk', href: '/kiosk/' },
        { text: '管理台 Console', href: '/console/' },
        { text: '接口说明 API (OpenAPI)', href: '/api/v1/openapi.json' },
      ],
    }),
  );

  servePages(app, '/kiosk', pages.kiosk, async (reply, index) => {
    void reply
      .header('content-security-policy', kioskPolicy(config.deviceServiceUrl))
      .header('cache-control', ASK);
    return reply.type('text/html; charset=utf-8').send(await readFile(index));
  });

  servePages(app, '/console', pages.console, async (reply, index) => {
    const nonce = randomBytes(16).toString('base64');
    const page = await readFile(index, 'utf8');
    void reply.header('content-security-policy', consolePolicy(nonce)).header('cache-control', 'no-store');
    return reply.type('text/html; charset=utf-8').send(page.replaceAll(NONCE_MARK, nonce));
  });

  app.get('/kiosk/config.json', PAGE, (_request, reply) =>
    reply
      .header('cache-control', ASK)
      .send({ deviceService: config.deviceServiceUrl, demo: config.demo, simulated: context.simulated }),
  );
}

/** Serves a built single-page application: its files, and its index for every address within it. */
function servePages(
  app: FastifyInstance,
  prefix: '/kiosk' | '/console',
  folder: string,
  sendIndex: (reply: FastifyReply, index: string) => Promise<FastifyReply>,
): void {
  const index = join(folder, 'index.html');
  app.get(prefix, PAGE, (_request, reply) => reply.redirect(`${prefix}/`, 308));
  app.get<{ Params: { '*': string } }>(`${prefix}/*`, PAGE, async (request, reply) => {
    const path = request.params['*'];
    if (!existsSync(index)) {
      return sendPlainPage(reply, 503, {
        title: '页面尚未构建 · The pages are not built yet',
        lines: [{ text: 'npm run build' }, { text: '构建后刷新本页。Reload after building.' }],
      });
    }
    if (path === 'index.html' || extname(path) === '') return sendIndex(reply, index);
    if (!(await isFileWithin(folder, path))) {
      const missing = refuse(404, 'not-found', 'there is no such file');
      return missing.ok ? reply : sendError(reply, missing.error);
    }
    // A worker has the policy of its own file's answer.
    if (prefix === '/kiosk') void reply.header('content-security-policy', kioskPolicy(null));
    void reply.header('cache-control', path.startsWith('assets/') ? YEAR : ASK);
    return reply.sendFile(path, folder, { cacheControl: false });
  });
}

async function isFileWithin(folder: string, path: string): Promise<boolean> {
  const file = resolve(folder, path);
  if (!file.startsWith(resolve(folder) + sep)) return false;
  const found = await stat(file).catch(() => null);
  return found?.isFile() ?? false;
}
