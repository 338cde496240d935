import { createContext, useContext } from 'react';
import type { Language, Translate } from '../i18n/i18n.ts';
import type { KioskAction } from '../machines/session-view.ts';

/** What the top band and some sentences tell of the machine, besides the screen. */
export interface ShellInfo {
  /** Null while nothing is known of it, before the kiosk runs. */
  readonly online: boolean | null;
  /** Applications that the server has not acknowledged. */
  readonly queued: number;
  readonly kiosk: string | null;
  readonly station: { readonly zh: string; readonly en: string } | null;
  /** Simulated parts: `devices`, `authority`, `payment`, … Named on every screen. */
  readonly simulated: readonly string[];
  /** The time of day, ms since 1970 UTC. */
  now(): number;
  /** What the machine's own clock says, ms since 1970 UTC. */
  wall(): number;
  /** The clock that deadlines of screens are told in, ms. */
  monotonic(): number;
}

export interface Preferences {
  readonly language: Language;
  readonly elder: boolean;
  readonly contrast: boolean;
  readonly sound: boolean;
}

export const PLAIN: Preferences = { language: 'zh', elder: false, contrast: false, sound: true };

export interface Ui {
  readonly t: Translate;
  readonly preferences: Preferences;
  readonly prefer: (change: Partial<Preferences>) => void;
  readonly shell: ShellInfo;
  readonly send: (action: KioskAction) => void;
}

export const UiContext = createContext<Ui | null>(null);

/** What every screen needs: texts, preferences, the machine's state, and how to act. */
export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (ui === null) throw new Error('a screen outside KioskApp');
  return ui;
}
