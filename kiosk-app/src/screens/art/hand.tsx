/** The hand of all drawings, holding something at its origin: palm behind, thumb in front. */
export function HandBehind() {
  return (
    <g className="art-hand">
      <path d="M-44 104C-60 70-58 22-34 2-20-10 22-12 40 4c22 20 22 66 8 100Z" />
      <path d="M40 6c-2-20 4-34 14-34 12 0 12 22 8 44" />
      <path className="art-sleeve" d="M-52 100H56v96H-52Z" />
    </g>
  );
}

export function HandThumb() {
  return (
    <g className="art-hand">
      <path d="M-36 60C-52 22-44-34-22-40c20-4 24 22 20 42-2 12 2 26 10 34" />
    </g>
  );
}
