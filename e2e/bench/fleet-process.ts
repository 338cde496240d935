// Kiosks in one process that drain together: node fleet-process.ts URL FOLDER APPLICATIONS CODE...
import { join } from 'node:path';
import { FileJournalStore } from '../chaos/file-journal-store.ts';
import { openNodeKiosk } from '../chaos/node-kiosk.ts';
import { makeBacklog } from './backlog.ts';

const [url = '', folder = '', applications = '0', ...codes] = process.argv.slice(2);

const kiosks = [];
for (const [n, code] of codes.entries()) {
  const store = new FileJournalStore(join(folder, `kiosk-${n}.db`));
  const opened = await openNodeKiosk({
    store,
    serverUrl: url,
    address: `10.1.0.${n + 1}`,
    codeFor: async () => code,
    onFailure: (kind, error) => {
      throw new Error(`${kind}: ${String(error)}`);
    },
  });
  const { states, entries } = await makeBacklog(opened.kiosk, opened.epoch, Number(applications));
  store.fill(states, entries);
  kiosks.push({ ...opened, store });
}

// From the first kiosk that is online: what is measured is draining, not connecting.
let begun = Number.POSITIVE_INFINITY;
await Promise.all(
  kiosks.map(
    ({ link, store }) =>
      new Promise<void>((resolve, reject) => {
        link.watch(({ online, queued }) => {
          if (online) begun = Math.min(begun, performance.now());
          if (!online || queued > 0) return;
          // What the link says is read from the journal; asked again, so that nothing early is believed.
          store.queue().then((queue) => (queue.queued === 0 ? resolve() : undefined), reject);
        });
        link.start();
      }),
  ),
);
process.stdout.write(`${JSON.stringify({ event: 'done', ms: performance.now() - begun })}\n`);
process.exit(0);
