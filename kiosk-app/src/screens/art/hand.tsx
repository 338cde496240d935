/** The hand of all drawings, holding something at its origin: palm and fingers behind, thumb in front. */
export function HandBehind() {
  return (
    <g className="art-hand">
      <path className="art-sleeve" d="M-54 108H58v88H-54Z" />
      <path d="M-48 112C-62 76-60 26-34 4-14-12 22-14 42 2c24 20 22 72 10 110Z" />
    </g>
  );
}

export function HandThumb() {
  return (
    <g className="art-hand">
      <path d="M-40 84C-56 30-48-32-24-38c20-4 26 20 22 42-3 16 2 30 12 44-12 22-34 36-50 36Z" />
    </g>
  );
}
