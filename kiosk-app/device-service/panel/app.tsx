import { useEffect, useState } from 'react';
import { DeviceList } from './device-list.tsx';
import { MachineFront } from './machine-front.tsx';
import { People } from './people.tsx';
import { Phone } from './phone.tsx';
import { type Language, TEXTS } from './texts.ts';
import { useAct, useWorld } from './use-panel.ts';

export function App() {
  const [language, setLanguage] = useState<Language>('zh');
  const { world, isLost } = useWorld();
  const { act, refused } = useAct();
  const t = TEXTS[language];
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = t.title;
  }, [language, t]);

  return (
    <>
      <header>
        <span className="mark">{t.mark}</span>
        <h1>{t.title}</h1>
        <p>{t.notReal}</p>
        <button type="button" className="quiet" onClick={() => act({ action: 'restore' })}>
          {t.restore}
        </button>
        <button type="button" className="quiet" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
          {t.otherLanguage}
        </button>
      </header>
      <output className={isLost || refused !== null ? 'notice shown' : 'notice'}>
        {isLost ? t.lost : refused !== null && t.failed + (t.refusal[refused] ?? refused)}
      </output>
      {world !== null && (
        <main>
          <People t={t} language={language} world={world} act={act} />
          <div className="middle">
            <MachineFront t={t} world={world} act={act} />
            <Phone t={t} act={act} />
          </div>
          <DeviceList t={t} world={world} act={act} />
        </main>
      )}
    </>
  );
}
