import { describe, expect, it } from 'vitest';
import { FAULTS, type Fault, faultById } from './registry.ts';

const faults: readonly Fault[] = FAULTS;
const CRITICAL = ['id-reader', 'card-reader', 'card-printer', 'device-service'];

describe('fault registry', () => {
  it('names each fault once, in a form that journals and labels take', () => {
    expect(new Set(faults.map((f) => f.id)).size).toBe(faults.length);
    for (const fault of faults) {
      expect(fault.id).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
      expect(faultById(fault.id)).toBe(fault);
    }
    expect(faultById('no-such-fault')).toBeUndefined();
  });

  it('maps each sign of a device to one fault', () => {
    const signs = faults.map((f) => `${f.device} ${f.xfs.status}=${f.xfs.is}`);
    expect(new Set(signs).size).toBe(signs.length);
  });

  it.each(faults)('$id is out of service exactly where the device is needed', (fault) => {
    expect(fault.severity === 'out-of-service').toBe(CRITICAL.includes(fault.device));
    expect(fault.staff.zh && fault.staff.en).toBeTruthy();
    // What the citizen does not feel is not told to the citizen.
    expect(fault.citizen.zh === '' && fault.citizen.en === '').toBe(fault.severity === 'notice');
    expect(fault.debounceMs.begin).toBeGreaterThan(0);
    expect(fault.debounceMs.begin).toBeLessThanOrEqual(3000);
  });
});
