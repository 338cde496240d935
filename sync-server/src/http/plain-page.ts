import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { plainPolicy } from './csp.ts';

export interface PlainPage {
  readonly title: string;
  /** Lines of text; one with `href` is a link. All are constants of this program. */
  readonly lines: readonly { readonly text: string; readonly href?: string }[];
}

const STYLE = `:root{color-scheme:light}body{margin:0;min-height:100vh;display:grid;place-content:center;background:#f6f4ef;
color:#1b2430;font:18px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif}main{padding:2rem;max-width:36rem}
h1{font-size:1.6rem;margin:0 0 1rem}p{margin:.4rem 0}a{color:#0b4fbd;font-weight:600}`;

/** Answers with a page of a few lines. */
export function sendPlainPage(
  reply: FastifyReply,
  status: number,
  { title, lines }: PlainPage,
): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  const body = lines.map(({ text, href }) =>
    href === undefined ? `<p>${text}</p>` : `<p><a href="${href}">${text}</a></p>`,
  );
  return reply
    .code(status)
    .header('content-security-policy', plainPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
        `<title>${title}</title><style nonce="${nonce}">${STYLE}</style></head><body><main><h1>${title}</h1>${body.join('')}</main></body></html>`,
    );
}
