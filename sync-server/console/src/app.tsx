import { App as AntApp, ConfigProvider } from 'antd';
import enUs from 'antd/locale/en_US';
import zhCn from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import 'dayjs/locale/en-gb';
import { useEffect, useMemo } from 'react';
import { BrowserRouter } from 'react-router';
import { useLanguage } from './i18n/index.ts';
import { Gate } from './shell/gate.tsx';
import { SessionProvider } from './shell/session.tsx';
import { appTheme } from './theme.ts';

/** The server writes a new nonce into each copy of the page; styles made in the page carry it. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

export function App() {
  const language = useLanguage();
  const csp = useMemo(() => ({ nonce: styleNonce() }), []);
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en-gb');
  }, [language]);
  return (
    <ConfigProvider
      csp={csp}
      theme={appTheme}
      locale={language === 'zh' ? zhCn : enUs}
      // A space in two-sign buttons is decoration that makes texts unfindable.
      button={{ autoInsertSpace: false }}
    >
      <AntApp className="app">
        <BrowserRouter basename="/console">
          <SessionProvider>
            <Gate />
          </SessionProvider>
        </BrowserRouter>
      </AntApp>
    </ConfigProvider>
  );
}
