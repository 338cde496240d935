const MOUTHS = {
  1: 'M32 70c8-14 28-14 36 0',
  2: 'M33 68c9-7 25-7 34 0',
  3: 'M33 65h34',
  4: 'M33 62c9 8 25 8 34 0',
  5: 'M30 59c6 19 34 19 40 0Z',
} as const;

/** A face for a rating; the mouth says which. */
export function FaceArt({ score }: { readonly score: 1 | 2 | 3 | 4 | 5 }) {
  return (
    <svg className="face-art" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="42" />
      <path d="M36 38v6M64 38v6" />
      <path d={MOUTHS[score]} />
    </svg>
  );
}
