import { type ReactNode, useEffect, useState } from 'react';
import { Words } from './words.tsx';

/** Seconds at which what is left is read out: often enough to act, seldom enough to listen. */
const MARKS = [120, 60, 30, 20, 10, 5] as const;

interface TimeLeftProps {
  readonly seconds: number;
  /** The sentence with this many seconds in it. */
  readonly say: (seconds: number) => string;
  readonly className?: string;
}

/** The mark that was passed last; null before the first. */
export function markAt(seconds: number): number | null {
  return MARKS.findLast((mark) => seconds <= mark) ?? null;
}

/** A time that runs out: seen by the second, read out at a few marks. */
export function TimeLeft({ seconds, say, className = 'lead tabular' }: TimeLeftProps): ReactNode {
  const mark = markAt(seconds);
  const [first] = useState(mark);
  const [told, setTold] = useState('');
  useEffect(() => {
    // What stands there when the screen comes is read with the screen.
    if (mark !== null && mark !== first) setTold(say(mark));
  }, [mark, first, say]);
  return (
    <>
      <p className={className}>
        <Words text={say(seconds)} />
      </p>
      <span className="only-read" role="status">
        {told}
      </span>
    </>
  );
}
