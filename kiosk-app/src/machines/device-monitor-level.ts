import { type DeviceClass, FAULTS, type FaultId, faultById } from '@haizhu/shared/faults/registry';
import type { DeviceCondition } from '../ports/devices.ts';
import type { FaultSign } from './device-monitor-fault.ts';

export type ServiceLevel = 'in-service' | 'degraded' | 'out-of-service';

/** What the kiosk can do with these faults open. */
export function serviceLevel(open: readonly FaultId[]): ServiceLevel {
  const severities = open.map((id) => faultById(id)?.severity);
  if (severities.includes('out-of-service')) return 'out-of-service';
  return severities.includes('degraded') ? 'degraded' : 'in-service';
}

/** Every device whose condition has to be known before the first citizen. */
const DEVICES: readonly DeviceClass[] = [...new Set(FAULTS.map((fault) => fault.device))];

/** Whether something is known of all devices. */
export function isAllKnown(conditions: readonly DeviceCondition[]): boolean {
  return DEVICES.every((device) => conditions.some((condition) => condition.device === device));
}

/**
 * What conditions say of a fault. A device that is not in the list is unknown; one that is offline can only say that
 * it is offline.
 */
export function signOf(faultId: FaultId, conditions: readonly DeviceCondition[]): FaultSign['type'] {
  const device = faultById(faultId)?.device;
  const condition = conditions.find((candidate) => candidate.device === device);
  if (condition === undefined) return 'UNKNOWN';
  if (condition.faults.includes(faultId)) return 'PRESENT';
  // An offline fault of a device that is missing altogether, say, is over: another one of the same kind holds.
  const isAboutReach = faultId.endsWith('-offline') || faultId.endsWith('-missing');
  return condition.online || isAboutReach ? 'ABSENT' : 'UNKNOWN';
}
