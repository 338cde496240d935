import type { ReactNode } from 'react';

/** Small line icons, all with the same pen: 24 units, 2 wide, round. */
function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}

export function LanguageIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18" />
    </Icon>
  );
}

export function TextSizeIcon() {
  return (
    <Icon>
      <path d="M3 19 9 5l6 14M5.2 14h7.6M16 19l3-7 3 7M17.2 16.5h3.6" />
    </Icon>
  );
}

export function ContrastIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path className="icon-fill" d="M12 3a9 9 0 0 1 0 18Z" />
    </Icon>
  );
}

export function SoundIcon({ isOn }: { readonly isOn: boolean }) {
  return (
    <Icon>
      <path d="M4 10v4h4l5 4V6L8 10Z" />
      {isOn ? <path d="M16.5 9a4 4 0 0 1 0 6M19 6.500a8 8 0 0 1 0 11" /> : <path d="m17 10 4 4m0-4-4 4" />}
    </Icon>
  );
}

export function OnlineIcon() {
  return (
    <Icon>
      <path d="M3 9.500a13 13 0 0 1 18 0M6 13a9 9 0 0 1 12 0M9 16.500a5 5 0 0 1 6 0" />
      <circle className="icon-fill" cx="12" cy="19.5" r="1" />
    </Icon>
  );
}

export function OfflineIcon() {
  return (
    <Icon>
      <path d="M3 9.500a13 13 0 0 1 18 0M6 13a9 9 0 0 1 12 0M9 16.500a5 5 0 0 1 6 0M4 20 20 4" />
    </Icon>
  );
}

/** 看这里: amber things carry it, so that colour is never alone. */
export function LookIcon() {
  return (
    <Icon>
      <path d="M12 3 2.5 20h19ZM12 10v4.5" />
      <circle className="icon-fill" cx="12" cy="17.2" r=".6" />
    </Icon>
  );
}

export function TickIcon() {
  return (
    <Icon>
      <path d="m4.5 12.5 5 5 10-11" />
    </Icon>
  );
}

export function IdCardIcon() {
  return (
    <Icon>
      <rect x="2.5" y="5" width="19" height="14" rx="2" />
      <circle cx="16" cy="10.5" r="2" />
      <path d="M13 16c.6-2 5.4-2 6 0M5.5 9.500h4.500M5.5 13h4.5" />
    </Icon>
  );
}

export function PermitIcon() {
  return (
    <Icon>
      <rect x="2.5" y="5" width="19" height="14" rx="2" />
      <rect x="5.5" y="8.5" width="4" height="5" rx="1" />
      <path d="M13 9h5.500M13 12h5.500M5.5 16.500h13" />
    </Icon>
  );
}

export function PhoneIcon() {
  return (
    <Icon>
      <rect x="7" y="2.5" width="10" height="19" rx="2" />
      <path d="M10.5 18.500h3" />
    </Icon>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="10.5" cy="10.5" r="6.5" />
      <path d="m15.5 15.5 5 5" />
    </Icon>
  );
}
