import { type FaultId, faultById } from '@haizhu/shared/faults/registry';
import { faultsOf, SERVICES, type ServedDevice, type ServiceName } from '@haizhu/shared/xfs/status';
import type { DeviceCondition, DeviceError } from '../../ports/devices.ts';
import type { ServiceView, XfsLink } from './xfs-link.ts';
import type { Completion } from './xfs-socket.ts';

type Link = Pick<XfsLink, 'connected' | 'view'>;

/** Faults that one service shows now; none while nothing is known of it. */
export function faultsShown(service: ServiceName, view: ServiceView): readonly FaultId[] {
  const device: ServedDevice = SERVICES[service];
  switch (view.is) {
    case 'unknown':
      return [];
    case 'missing':
      return [`${device}-missing`];
    case 'down':
      return [`${device}-offline`];
    case 'up':
      return faultsOf(device, view.status);
  }
}

/** What the port says of one device; null while nothing is known of it. */
export function conditionOf(service: ServiceName, view: ServiceView): DeviceCondition | null {
  if (view.is === 'unknown') return null;
  const faults = faultsShown(service, view);
  const offline: FaultId = `${SERVICES[service]}-offline`;
  const missing: FaultId = `${SERVICES[service]}-missing`;
  const online = !faults.includes(offline) && !faults.includes(missing);
  return { device: SERVICES[service], online, faults, simulated: view.is === 'up' && view.simulated };
}

/** The error of a command that did not succeed: see `errorShown`. One that was never sent says so. */
export function errorOf(
  completion: Completion,
  link: Link,
  service: ServiceName,
  others: readonly ServiceName[] = [],
): DeviceError {
  const error = errorShown(completion, link, service, others);
  return completion.code === 'unreachable' ? { ...error, neverBegan: true } : error;
}

/**
 * The error with the fault that the status shows. A card lies in the path of two
 * devices: `others` are looked at when the first shows nothing.
 */
function errorShown(
  completion: Completion,
  link: Link,
  service: ServiceName,
  others: readonly ServiceName[] = [],
): DeviceError {
  const device = SERVICES[service];
  if (completion.code === 'canceled') return { code: 'canceled', device, faultId: null };
  if (completion.code === 'timeOut') return { code: 'timed-out', device, faultId: null };
  if (completion.errorCode === 'readFailed' || completion.errorCode === 'invalidMedia') {
    return { code: 'unreadable', device, faultId: null };
  }
  if (!link.connected || completion.code === 'lost') {
    return { code: 'device-fault', device: 'device-service', faultId: 'device-service-lost' };
  }
  for (const candidate of [service, ...others]) {
    const faultId = faultsShown(candidate, link.view(candidate)).find(
      (id) => faultById(id)?.severity !== 'notice',
    );
    if (faultId !== undefined) return { code: 'device-fault', device: SERVICES[candidate], faultId };
  }
  return { code: 'device-fault', device, faultId: null };
}
