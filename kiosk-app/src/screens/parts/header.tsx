import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import { beijingMinute } from '@haizhu/shared/time/beijing';
import type { ReactNode } from 'react';
import { useUi } from '../ui-context.ts';
import { useNow } from '../use-now.ts';
import { workNear } from '../work-text.ts';
import { BigButton } from './big-button.tsx';
import { ContrastIcon, LanguageIcon, OfflineIcon, OnlineIcon, SoundIcon, TextSizeIcon } from './icons.tsx';
import { Words } from './words.tsx';

interface HeaderProps {
  /** Work limits that are near: a quiet sign for staff who pass by. */
  readonly warnings: readonly WorkReason[];
}

/** Top band: where this is, what time it is, whether it is connected, and the helpers. */
export function Header({ warnings }: HeaderProps) {
  const { t, shell, preferences, prefer } = useUi();
  const now = useNow(1000);
  const station = shell.station?.[preferences.language] ?? t('app.name');
  const { elder, contrast, sound, language } = preferences;
  return (
    <header className="header">
      <div className="header-place">
        <div className="header-station">{station}</div>
        <div className="header-state tabular">
          <span>{beijingMinute(now).slice(11)}</span>
          {shell.online !== null && (
            <span className={shell.online ? 'state state-online' : 'state state-offline'}>
              {shell.online ? <OnlineIcon /> : <OfflineIcon />}
              {t(shell.online ? 'status.online' : 'status.offline')}
            </span>
          )}
          {shell.online === false && shell.queued > 0 && warnings.length === 0 && (
            <span>{t('status.queued', { count: shell.queued })}</span>
          )}
        </div>
        {warnings.length > 0 && (
          <p className="header-sign tabular">
            <Words
              text={t('work.sign', {
                what: warnings.map((reason) => workNear(t, reason)).join(t('list.and')),
              })}
            />
          </p>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div className="helpers" role="group" aria-label={t('help.group')}>
        <BigButton className="helper" onPress={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}>
          <LanguageIcon />
          {t('help.language')}
        </BigButton>
        <Toggle isOn={elder} text={t('help.elder')} onPress={() => prefer({ elder: !elder })}>
          <TextSizeIcon />
        </Toggle>
        <Toggle isOn={contrast} text={t('help.contrast')} onPress={() => prefer({ contrast: !contrast })}>
          <ContrastIcon />
        </Toggle>
        <Toggle isOn={sound} isUsual text={t('help.sound')} onPress={() => prefer({ sound: !sound })}>
          <SoundIcon isOn={sound} />
        </Toggle>
      </div>
    </header>
  );
}

interface ToggleProps {
  readonly isOn: boolean;
  /** On is how it usually is: nothing to point out. */
  readonly isUsual?: boolean;
  readonly text: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

function Toggle({ isOn, isUsual = false, text, onPress, children }: ToggleProps) {
  return (
    <BigButton
      className={isOn && !isUsual ? 'helper helper-on' : 'helper'}
      isPressed={isOn}
      onPress={onPress}
    >
      {children}
      {text}
    </BigButton>
  );
}
