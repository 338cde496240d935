import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { KioskApp } from '../screens/kiosk-app.tsx';
import type { ShellInfo } from '../screens/ui-context.ts';
import { STORIES } from './story-screens.ts';
import '../styles/kiosk.css';

/** One screen by its name: `story.html?s=pay&elder&contrast&en&offline&real`; without a name, the list of them. */
const wanted = new URLSearchParams(location.search);
const now = () => Date.now();
const monotonic = () => performance.now();

function Story() {
  const [said, setSaid] = useState('');
  const screen = STORIES[wanted.get('s') ?? ''];
  if (screen === undefined) {
    return (
      <ul>
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
    <>
      <KioskApp
        screen={screen}
        shell={shell}
        send={(action) => setSaid(JSON.stringify(action))}
        preferences={{
          language: wanted.has('en') ? 'en' : 'zh',
          elder: wanted.has('elder'),
          contrast: wanted.has('contrast'),
        }}
      />
      <output className="only-read">{said}</output>
    </>
  );
}

const root = document.getElementById('app');
if (root !== null) createRoot(root).render(<Story />);
