/** Ports of the device service beside a kiosk's browser. */
const DEVICE_PORTS = Array.from({ length: 11 }, (_, n) => 5846 + n);

const NOTHING_ELSE = "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** For answers that are no page. */
export const API_POLICY = `default-src 'none'; ${NOTHING_ELSE}`;

/** For the kiosk's page: itself, and the device service on the same machine. */
export function kioskPolicy(deviceServiceUrl: string | null): string {
  const local = DEVICE_PORTS.flatMap((port) => [`ws://localhost:${port}`, `ws://127.0.0.1:${port}`]);
  const other = deviceServiceUrl === null ? [] : [new URL(deviceServiceUrl).origin];
  const devices = [...new Set([...local, ...other])].join(' ');
  return `default-src 'self'; connect-src 'self' ${devices}; img-src 'self' data: blob:; media-src 'self' blob:; ${NOTHING_ELSE}`;
}

/** For the console's page. Its widgets make style elements; they carry the nonce of this one answer. */
export function consolePolicy(nonce: string): string {
  return `default-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ${NOTHING_ELSE}`;
}

/** For the small pages that the server writes itself: text and one style element, no script. */
export function plainPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; ${NOTHING_ELSE}`;
}

/** The console's index.html holds this where the nonce goes. */
export const NONCE_MARK = '__CSP_NONCE__';
