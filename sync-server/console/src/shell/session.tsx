import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { fetchMe, type Me, signOut } from '../api/access.ts';
import type { ApiError } from '../api/api-error.ts';
import { onSignedOut } from '../api/client.ts';
import { resources } from '../data/use-resource.ts';

export type Session =
  | { readonly state: 'asking' }
  | { readonly state: 'unreachable'; readonly error: ApiError }
  | { readonly state: 'out'; readonly ended: boolean }
  | { readonly state: 'in'; readonly me: Me };

interface SessionActions {
  readonly session: Session;
  readonly entered: (me: Me) => void;
  readonly leave: () => Promise<void>;
  readonly ask: () => void;
}

const SessionContext = createContext<SessionActions | null>(null);

export function useSession(): SessionActions {
  const value = useContext(SessionContext);
  if (value === null) throw new Error('used outside the session provider');
  return value;
}

/** The person who is signed in; for components that are shown only then. */
export function useMe(): Me {
  const { session } = useSession();
  if (session.state !== 'in') throw new Error('nobody is signed in');
  return session.me;
}

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [session, setSession] = useState<Session>({ state: 'asking' });

  const ask = useCallback(() => {
    void fetchMe().then((result) => {
      if (result.ok) setSession({ state: 'in', me: result.value });
      else if (result.error.kind === 'signed-out') setSession({ state: 'out', ended: false });
      else setSession({ state: 'unreachable', error: result.error });
    });
  }, []);

  useEffect(ask, [ask]);
  useEffect(
    () =>
      onSignedOut(() => {
        // What one person saw is not kept for the next.
        resources.clear();
        setSession((now) => (now.state === 'in' ? { state: 'out', ended: true } : now));
      }),
    [],
  );

  const actions = useMemo<SessionActions>(
    () => ({
      session,
      ask,
      entered: (me) => setSession({ state: 'in', me }),
      leave: async () => {
        await signOut();
        resources.clear();
        setSession({ state: 'out', ended: false });
      },
    }),
    [session, ask],
  );
  return <SessionContext value={actions}>{children}</SessionContext>;
}
