import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Sent with everything: the page may load only itself. */
export const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Sends a file below `root`; 404 for anything outside of it or of an unknown type. */
export async function sendFile(root: string, path: string, response: ServerResponse): Promise<void> {
  const wanted = normalize(join(root, path === '' ? 'index.html' : path));
  const type = TYPES[extname(wanted)];
  const body = wanted.startsWith(root + sep) && type !== undefined ? await readOrNull(wanted) : null;
  if (body === null || type === undefined) {
    response.writeHead(404, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
    response.end('not found: was the panel built? (npm run build)\n');
    return;
  }
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': type });
  response.end(body);
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
