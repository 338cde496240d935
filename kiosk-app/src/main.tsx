import { createRoot } from 'react-dom/client';
import { KioskShell } from './shell/kiosk-shell.tsx';
import { BUILT_AT, SOFTWARE } from './shell/software.ts';
import { startSoftwareUpdate } from './shell/software-update.ts';
import type { StartState } from './shell/start-kiosk.ts';
import './styles/kiosk.css';

const baseUrl = import.meta.env.BASE_URL;

/** To the browser's own log, where an engineer looks. Never with anything of a citizen. */
function log(event: string, error: unknown): void {
  reportError(new Error(event, { cause: error }));
}

const reload = () => location.reload();

let state: StartState = { phase: 'starting' };
const listeners = new Set<() => void>();
const start = {
  state: () => state,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

// Nothing of the browser's own shows on a kiosk.
document.addEventListener('contextmenu', (event) => event.preventDefault());
document.addEventListener('dragstart', (event) => event.preventDefault());

const root = document.getElementById('app');
if (root === null) throw new Error('index.html without #app');
// The built page is kept by its worker; while developing there is none.
const update = import.meta.env.PROD ? startSoftwareUpdate(baseUrl, log) : { idle: () => undefined };
createRoot(root).render(<KioskShell start={start} onIdle={update.idle} log={log} reload={reload} />);

function tell(next: StartState): void {
  state = next;
  for (const listener of listeners) listener();
}

// Database, journal and link come behind the first picture: a machine that starts says so at once.
import('./shell/start-kiosk.ts')
  .then(({ startKiosk }) =>
    startKiosk({
      baseUrl,
      serverUrl: location.origin,
      software: SOFTWARE,
      builtAt: BUILT_AT,
      log,
      reload,
      tell,
    }),
  )
  .catch((error: unknown) => {
    log('start-not-loaded', error);
    tell({ phase: 'cannot-start' });
  });
