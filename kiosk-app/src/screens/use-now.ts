import { useEffect, useState } from 'react';
import { useUi } from './ui-context.ts';

/** The shell's time, told again four times a second (or as often as asked). */
export function useNow(everyMs = 250): number {
  const { shell } = useUi();
  const { now } = shell;
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return at;
}

/** The shell's monotonic clock, told again four times a second. */
function useMonotonic(): number {
  const { monotonic } = useUi().shell;
  const [at, setAt] = useState(monotonic);
  useEffect(() => {
    setAt(monotonic());
    const timer = setInterval(() => setAt(monotonic()), 250);
    return () => clearInterval(timer);
  }, [monotonic]);
  return at;
}

/** Whole seconds until a deadline, never below 0. */
export function useSecondsLeft(deadline: number): number {
  return Math.max(0, Math.ceil((deadline - useMonotonic()) / 1000));
}

/** Whole seconds since this was first shown. */
export function useSecondsShown(): number {
  const now = useMonotonic();
  const [since] = useState(now);
  return Math.max(0, Math.floor((now - since) / 1000));
}
