import { useMemo } from 'react';
import { encode } from 'uqr';

interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** A QR code, always dark on white: phones read nothing else reliably. */
export function QrCode({ text, label }: QrCodeProps) {
  const code = useMemo(() => encode(text, { ecc: 'M', border: 2 }), [text]);
  const path = code.data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1Z` : '')))
    .join('');
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${code.size} ${code.size}`}>
      <path className="qr-ground" d={`M0 0h${code.size}v${code.size}H0Z`} />
      <path className="qr-ink" d={path} />
    </svg>
  );
}
