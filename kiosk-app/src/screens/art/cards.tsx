/** ID card as drawn: 168 × 106, middle of its lower edge at the origin. */
export function IdCardDrawing() {
  return (
    <g className="art-card">
      <rect x="-84" y="-106" width="168" height="106" rx="10" />
      <circle cx="44" cy="-66" r="15" />
      <path d="M18-26c4-26 48-26 52 0Z" />
      <path d="M-66-80H-2M-66-58h46M-66-36h54" />
    </g>
  );
}

/** Permit card as drawn, photo side: same size, with its chip. */
export function PermitDrawing() {
  return (
    <g className="art-card art-permit">
      <rect x="-84" y="-106" width="168" height="106" rx="10" />
      <circle cx="-48" cy="-70" r="13" />
      <path d="M-70-34c3-24 41-24 44 0Z" />
      <path d="M-6-84h72M-6-62h50M-6-40h60M-70-16H66" />
    </g>
  );
}
