// Finds a Chromium with a Chinese font, or installs Debian's where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

function find() {
  return [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path)) ?? null;
}

function hasChineseFont() {
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return list.status === 0 && list.stdout.trim() !== '';
}

function aptInstall() {
  const root = process.getuid?.() === 0;
  const sudo = root ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return (
      spawnSync(command, rest, {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    );
  };
  return apt('update') && apt('install', '-y', 'chromium', 'fonts-noto-cjk', 'fontconfig');
}

/** `{ ok: true, path }`, or `{ ok: false, message }` that says what to install. */
export function ensureChromium() {
  if ((find() === null || !hasChineseFont()) && existsSync('/usr/bin/apt-get')) aptInstall();
  const path = find();
  if (path === null) {
    return {
      ok: false,
      message:
        'No Chromium: install it with a Chinese font (Debian: apt-get install chromium fonts-noto-cjk), or set CHROMIUM_PATH.',
    };
  }
  return { ok: true, path };
}
