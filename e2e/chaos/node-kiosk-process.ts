// One simulated kiosk as a process of its own, so that it can be killed: node node-kiosk-process.ts FILE URL OPTIONS
import { Citizens } from './citizens.ts';
import { FileJournalStore } from './file-journal-store.ts';
import type { KioskMessage, KioskOptions } from './messages.ts';
import { openNodeKiosk } from './node-kiosk.ts';

// Synchronous on a pipe: what has been told has left this process.
const tell = (message: KioskMessage) => void process.stdout.write(`${JSON.stringify(message)}\n`);

const [file = '', serverUrl = '', asked = '{}'] = process.argv.slice(2);
const options = JSON.parse(asked) as KioskOptions;
const { journal, link, kiosk } = await openNodeKiosk({
  store: new FileJournalStore(file),
  serverUrl,
  onFailure: (kind, error) => tell({ type: 'problem', what: `${kind}: ${String(error)}` }),
});
const citizens = new Citizens(journal, options, tell);
link.watch(({ online, queued, refusal }) => tell({ type: 'state', online, queued, refusal }));
link.start();
tell({ type: 'ready', kiosk });
// A line on stdin means: no more citizens.
process.stdin.once('data', () => citizens.stop());
process.stdin.once('end', () => process.exit(0));
await citizens.run();
