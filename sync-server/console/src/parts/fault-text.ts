import { type Fault, faultById } from '@haizhu/shared/faults/registry';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/index.ts';

export interface FaultText {
  readonly title: string;
  /** Class and who must act; null for a fault that this version of the registry does not know. */
  readonly kind: string | null;
  readonly actor: string | null;
  readonly severity: Fault['severity'] | null;
}

/** What a fault is called for staff; a newer kiosk may name one that is not in this registry. */
export function useFaultText(): (id: string) => FaultText {
  const { t } = useTranslation();
  const language = useLanguage();
  return (id) => {
    const fault = faultById(id);
    if (!fault) return { title: t('faultWords.unknown', { id }), kind: null, actor: null, severity: null };
    return {
      title: fault.staff[language],
      kind: t(`faultWords.classes.${fault.class}`),
      actor: t(`faultWords.actors.${fault.actor}`),
      severity: fault.severity,
    };
  };
}
