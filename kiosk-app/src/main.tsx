import { createRoot } from 'react-dom/client';
import { KioskShell } from './shell/kiosk-shell.tsx';
import { SOFTWARE } from './shell/software.ts';
import { startSoftwareUpdate } from './shell/software-update.ts';
import { type StartState, startKiosk } from './shell/start-kiosk.ts';
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

void startKiosk({
  baseUrl,
  serverUrl: location.origin,
  software: SOFTWARE,
  log,
  reload,
  tell(next) {
    state = next;
    for (const listener of listeners) listener();
  },
});
