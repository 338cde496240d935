import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { KioskApp } from '../screens/kiosk-app.tsx';
import type { ShellInfo } from '../screens/ui-context.ts';
import { STORIES } from './story-screens.ts';
import '../styles/kiosk.css';

const now = () => Date.now();
/** The moment in which the screens were made: a time that runs out does not, however long they are looked at. */
const made = performance.now();
const monotonic = () => made;
const send = () => undefined;

/**
 * One screen by its name: `story.html?s=pay&elder&contrast&en&offline&real`; without a name, the list of them. A test
 * changes the address and says so (`popstate`), so that it does not wait for a page a screen.
 */
function Story() {
  const search = useSyncExternalStore(
    (onChange) => {
      addEventListener('popstate', onChange);
      return () => removeEventListener('popstate', onChange);
    },
    () => location.search,
  );
  const wanted = new URLSearchParams(search);
  const screen = STORIES[wanted.get('s') ?? ''];
  if (screen === undefined) {
    return (
      <ul id="stories">
        {Object.keys(STORIES).map((name) => (
          <li key={name}>
            <a href={`?s=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    );
  }
  const shell: ShellInfo = {
    online: !wanted.has('offline'),
    queued: wanted.has('offline') ? 3 : 0,
    kiosk: 'DEMO-1',
    station: { zh: '海珠分局办证大厅', en: 'Haizhu permit hall' },
    simulated: wanted.has('real') ? [] : ['devices', 'authority', 'payment'],
    now,
    wall: now,
    monotonic,
  };
  return (
    <KioskApp
      key={search}
      screen={screen}
      shell={shell}
      send={send}
      preferences={{
        language: wanted.has('en') ? 'en' : 'zh',
        elder: wanted.has('elder'),
        contrast: wanted.has('contrast'),
      }}
    />
  );
}

const root = document.getElementById('app');
if (root !== null) createRoot(root).render(<Story />);
