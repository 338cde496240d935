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
import { styleNonce } from './style-nonce.ts';
import { appTheme } from './theme.ts';

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
