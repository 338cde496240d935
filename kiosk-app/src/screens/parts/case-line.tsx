import { beijingMinute } from '@haizhu/shared/time/beijing';
import { useState } from 'react';
import { useUi } from '../ui-context.ts';

/** With what staff find the case again: this kiosk and the minute. And whom to call. */
export function CaseLine() {
  const { t, shell } = useUi();
  const [at] = useState(() => shell.now());
  const minute = beijingMinute(at).slice(5).replaceAll(/\D/g, '');
  return <p className="case tabular">{t('case.line', { code: `${shell.kiosk ?? '-'}-${minute}` })}</p>;
}
