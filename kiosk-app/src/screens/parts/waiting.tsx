/** Something is going on: three dots in turn; they stand still where motion is not wanted. */
export function Waiting() {
  return (
    <svg className="waiting" viewBox="0 0 72 24" aria-hidden="true">
      <circle cx="12" cy="12" r="8" />
      <circle cx="36" cy="12" r="8" />
      <circle cx="60" cy="12" r="8" />
    </svg>
  );
}
