import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { loadLanguage, translatorFor } from '../i18n/i18n.ts';
import type { KioskAction, KioskScreen } from '../machines/session-view.ts';
import { AttractScreen } from './attract-screen.tsx';
import { EnrolScreen } from './enrol-screen.tsx';
import { IdleDialog } from './idle-dialog.tsx';
import {
  CannotStartScreen,
  CardOfBeforeScreen,
  OutOfServiceScreen,
  PlainScreen,
  StoppedScreen,
} from './machine-screens.tsx';
import { Header } from './parts/header.tsx';
import { Progress } from './parts/progress.tsx';
import { SimulatedRibbon } from './parts/simulated-ribbon.tsx';
import { SessionScreenView } from './session-screen.tsx';
import { PLAIN, type Preferences, type ShellInfo, UiContext } from './ui-context.ts';
import { useKeys } from './use-keys.ts';

/** What can be shown: besides the machine's screens, that there is no machine. */
export type ShownScreen = KioskScreen | { readonly screen: 'cannot-start'; readonly retryAt: number };

/** After this without a touch outside of a visit, what somebody set goes back, ms. */
const FORGET_MS = 30_000;

const NONE: readonly WorkReason[] = [];

interface KioskAppProps {
  readonly screen: ShownScreen;
  readonly shell: ShellInfo;
  readonly send: (action: KioskAction) => void;
  /** For stories, where they stay; a kiosk starts plain. */
  readonly preferences?: Partial<Preferences>;
}

/** All that is ever on the screen: the bands, and in them the screen of the moment. Keeps nothing of a citizen. */
export function KioskApp({ screen, shell, send, preferences: first }: KioskAppProps) {
  const isStory = first !== undefined;
  const [preferences, setPreferences] = useState<Preferences>(isStory ? { ...PLAIN, ...first } : PLAIN);
  const loaded = useLoadedLanguage(preferences.language);
  const isSession = screen.screen === 'session';

  // What one citizen set is not left to the next.
  const [wasSession, setWasSession] = useState(isSession);
  if (wasSession !== isSession) {
    setWasSession(isSession);
    if (wasSession) setPreferences(PLAIN);
  }

  // Nor what somebody set before a visit, and went.
  const [touchedAt, setTouchedAt] = useState(0);
  const isChanged = preferences !== PLAIN && !isSession;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each touch begins the time anew
  useEffect(() => {
    if (!isChanged || isStory) return undefined;
    const timer = setTimeout(() => setPreferences(PLAIN), FORGET_MS);
    return () => clearTimeout(timer);
  }, [isChanged, isStory, touchedAt]);

  const idle = screen.screen === 'session' ? screen.view.idleWarning : null;
  const isAsked = idle !== null;
  const onTouch = useCallback(() => {
    if (isSession && !isAsked) send({ type: 'TOUCHED' });
    if (!isSession) setTouchedAt(Date.now());
  }, [isSession, isAsked, send]);
  const onStay = useCallback(() => send({ type: 'STILL_HERE' }), [send]);
  useKeys(isAsked, onStay, onTouch);

  useRootMarks(preferences, loaded);
  const ui = useMemo(
    () => ({
      t: translatorFor(loaded),
      preferences: { ...preferences, language: loaded },
      prefer: (change: Partial<Preferences>) => {
        setPreferences((before) => ({ ...before, ...change }));
        // What the visit says, on paper too, is said in this language and at this pace from now on.
        if (isSession && change.language !== undefined)
          send({ type: 'SET_LANGUAGE', language: change.language });
        if (isSession && change.elder !== undefined) send({ type: 'SET_PACE', slow: change.elder });
      },
      shell,
      send,
    }),
    [preferences, loaded, shell, send, isSession],
  );
  return (
    <UiContext value={ui}>
      <div className="kiosk" data-screen={nameOf(screen)} onPointerDownCapture={onTouch}>
        <div className="kiosk-main" inert={idle !== null}>
          <Header warnings={screen.screen === 'attract' ? screen.warnings : NONE} />
          <SimulatedRibbon />
          {isSession && <Progress step={screen.view.step} />}
          <Content screen={screen} />
        </div>
        {idle !== null && <IdleDialog {...idle} />}
      </div>
    </UiContext>
  );
}

function Content({ screen }: { readonly screen: ShownScreen }) {
  switch (screen.screen) {
    case 'starting':
      return <PlainScreen about="starting" />;
    case 'recovering':
      return screen.claim === undefined || screen.claim === null ? (
        <PlainScreen about="recovering" />
      ) : (
        <CardOfBeforeScreen {...screen.claim} />
      );
    case 'second-window':
      return <PlainScreen about="second" />;
    case 'no-vault':
      return <PlainScreen about="no-vault" />;
    case 'storage-lost':
      return <PlainScreen about="storage-lost" />;
    case 'cannot-start':
      return <CannotStartScreen {...screen} />;
    case 'enrol':
      return <EnrolScreen {...screen} />;
    case 'out-of-service':
      return <OutOfServiceScreen {...screen} />;
    case 'stopped':
      return <StoppedScreen {...screen} />;
    case 'attract':
      return <AttractScreen {...screen} />;
    case 'session':
      return <SessionScreenView now={screen.view.now} />;
  }
}

function nameOf(screen: ShownScreen): string {
  return screen.screen === 'session' ? screen.view.now.screen : screen.screen;
}

/** The language that is shown: the wanted one as soon as its texts are there. */
function useLoadedLanguage(wanted: Preferences['language']): Preferences['language'] {
  const [loaded, setLoaded] = useState<Preferences['language']>('zh');
  useEffect(() => {
    let isCurrent = true;
    loadLanguage(wanted).then(
      () => {
        if (isCurrent) setLoaded(wanted);
      },
      // Its file could not be loaded: the language that is there stays.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return loaded;
}

/** Theme and language are marks on the root element: styles and screen readers look there. */
function useRootMarks({ elder, contrast }: Preferences, language: Preferences['language']): void {
  useEffect(() => {
    const root = document.documentElement;
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
    root.dataset['size'] = elder ? 'elder' : 'plain';
    root.dataset['contrast'] = contrast ? 'high' : 'plain';
  }, [elder, contrast, language]);
}
