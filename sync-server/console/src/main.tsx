import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startI18n } from './i18n/index.ts';
import { giveStylesTheNonce, styleNonce } from './style-nonce.ts';
import './console.css';

giveStylesTheNonce(styleNonce());
startI18n();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
