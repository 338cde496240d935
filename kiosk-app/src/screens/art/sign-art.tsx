interface SignArtProps {
  readonly sign: 'done' | 'stored' | 'look' | 'stop' | 'wait' | 'counter';
}

/** One large sign for a result: what it is shows by its form, not by colour alone. */
export function SignArt({ sign }: SignArtProps) {
  return (
    <svg className={`sign sign-${sign}`} viewBox="0 0 200 200" aria-hidden="true">
      {sign === 'look' || sign === 'stop' ? null : (
        <circle className="sign-ground" cx="100" cy="100" r="88" />
      )}
      <Drawing sign={sign} />
    </svg>
  );
}

function Drawing({ sign }: SignArtProps) {
  switch (sign) {
    case 'done':
      return <path className="sign-line" d="m58 104 30 30 56-62" />;
    case 'stored':
      return (
        <g className="sign-line">
          <path d="M52 98v40a8 8 0 0 0 8 8h80a8 8 0 0 0 8-8V98" />
          <path d="M100 52v62m-24-22 24 24 24-24" />
        </g>
      );
    case 'look':
      return (
        <g>
          <path className="sign-ground" d="M100 16 190 174a8 8 0 0 1-7 12H17a8 8 0 0 1-7-12Z" />
          <path className="sign-line" d="M100 78v48m0 26v1" />
        </g>
      );
    case 'stop':
      return (
        <g>
          <path className="sign-ground" d="M63 12h74l51 51v74l-51 51H63l-51-51V63Z" />
          <path className="sign-line" d="M100 58v54m0 28v1" />
        </g>
      );
    case 'wait':
      return <path className="sign-line" d="M100 54v48l32 20" />;
    case 'counter':
      return (
        <g className="sign-line">
          <circle cx="100" cy="70" r="20" />
          <path d="M64 128c2-44 70-44 72 0M44 130h112M56 130v24M144 130v24" />
        </g>
      );
  }
}
