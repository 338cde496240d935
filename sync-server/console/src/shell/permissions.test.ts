import { describe, expect, it } from 'vitest';
import { ADMIN_SECTIONS, INCIDENT_SECTIONS, openMenu, openSections } from './permissions.ts';

describe('what a role is offered', () => {
  it('has no administration for those who may manage nothing', () => {
    const me = { permissions: ['report.read', 'fleet.read', 'quarantine.read'] };
    expect(openMenu(me)).toEqual(['', 'kiosks', 'throughput', 'incidents']);
    expect(openSections(me, INCIDENT_SECTIONS)).toEqual(['quarantine', 'conflicts', 'completeness']);
    expect(openSections(me, ADMIN_SECTIONS)).toEqual([]);
  });

  it('opens administration for a single permission of it', () => {
    const me = { permissions: ['sealed-access.read'] };
    expect(openMenu(me)).toEqual(['admin']);
    expect(openSections(me, ADMIN_SECTIONS)).toEqual(['sealed']);
  });

  it('passes over permissions it does not know', () => {
    expect(openMenu({ permissions: ['coffee.make'] })).toEqual([]);
  });
});
