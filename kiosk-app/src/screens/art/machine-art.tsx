import { IdCardDrawing, PermitDrawing } from './cards.tsx';
import { HandBehind, HandThumb } from './hand.tsx';

/** The reader's pad, and a hand that lays an ID card on it. */
export function PlaceIdArt() {
  return (
    <svg className="art" viewBox="0 0 640 520" aria-hidden="true">
      <rect className="art-machine" x="60" y="30" width="520" height="330" rx="28" />
      <rect className="art-pad" x="180" y="80" width="280" height="190" rx="18" />
      <path className="art-light art-pulse" d="M270 316h100" />
      <path
        className="art-line"
        d="M292 150a40 40 0 0 1 56 0M276 134a62 62 0 0 1 88 0M308 168a18 18 0 0 1 24 0"
      />
      <g className="art-move-up">
        <g transform="translate(320 250)">
          <HandBehind />
          <IdCardDrawing />
          <HandThumb />
        </g>
      </g>
    </svg>
  );
}

/** The slot with its light on, and a hand that pushes the permit in. */
export function InsertPermitArt() {
  return (
    <svg className="art" viewBox="0 0 640 520" aria-hidden="true">
      <rect className="art-machine" x="60" y="20" width="520" height="210" rx="28" />
      <path className="art-slot" d="M206 176h228" />
      <path className="art-light art-pulse" d="M206 206h228" />
      <g className="art-move-in">
        <g transform="translate(320 310)">
          <HandBehind />
          <PermitDrawing />
          <HandThumb />
        </g>
      </g>
      <Front />
      <path className="art-arrow" d="M500 330v-80m-28 28 28-28 28 28" />
    </svg>
  );
}

/** The permit comes out of the slot; a hand takes it. */
export function TakePermitArt() {
  return (
    <svg className="art" viewBox="0 0 640 520" aria-hidden="true">
      <rect className="art-machine" x="60" y="20" width="520" height="210" rx="28" />
      <path className="art-slot" d="M206 176h228" />
      <path className="art-light art-pulse" d="M206 206h228" />
      <g className="art-move-out">
        <g transform="translate(320 310)">
          <HandBehind />
          <PermitDrawing />
          <HandThumb />
        </g>
      </g>
      <Front />
      <path className="art-arrow" d="M500 250v80m-28-28 28 28 28-28" />
    </svg>
  );
}

/** What stands before the card: the upper lip of the slot hides the part that is inside. */
function Front() {
  return (
    <g>
      <path className="art-machine-cover" d="M76 36h488v138H76Z" />
      <path className="art-line" d="M250 84h140M280 116h80" />
    </g>
  );
}

/** The card inside the machine, with the print head going over it. */
export function PrintingArt() {
  return (
    <svg className="art" viewBox="0 0 640 420" aria-hidden="true">
      <rect className="art-machine" x="60" y="40" width="520" height="340" rx="28" />
      <rect className="art-pad" x="130" y="90" width="380" height="240" rx="18" />
      <g transform="translate(320 300) scale(1.6)">
        <PermitDrawing />
      </g>
      <g className="art-scan">
        <rect className="art-head" x="168" y="100" width="26" height="220" rx="10" />
      </g>
    </svg>
  );
}
