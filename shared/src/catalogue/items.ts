/** A permit item of the catalogue (许可事项): what one can apply for. */
export interface PermitItem {
  readonly id: PermitItemId;
  readonly names: { readonly zh: string; readonly en: string };
  /** Name of the licence item it is counted under in the official report (domain.md 1.1). */
  readonly licenceItem: string;
}

export type PermitItemId = 'hk-macao-endorsement';

export const PERMIT_ITEMS: readonly PermitItem[] = [
  {
    id: 'hk-macao-endorsement',
    names: { zh: '往来港澳通行证签注', en: 'HK/Macao permit endorsement' },
    licenceItem: '内地居民前往港澳通行证、往来港澳通行证及签注签发',
  },
];
