/** Who is signed in. */

import { useEffect, useState } from "preact/hooks";

export interface Me {
  readonly who: string | null;
  readonly scopes: readonly string[];
}

let me: Me = { who: null, scopes: [] };
const listeners = new Set<(me: Me) => void>();

export function setMe(now: Me): void {
  me = now;
  for (const listener of listeners) listener(now);
}

export function useMe(): Me {
  const [now, setNow] = useState(me);
  useEffect(() => {
    listeners.add(setNow);
    // What happened between drawing and listening.
    setNow(me);
    return () => void listeners.delete(setNow);
  }, []);
  return now;
}

/** Whether buttons for it make sense; the server decides in any case. */
export function useMay(scope: "read" | "scan" | "import" | "admin"): boolean {
  return useMe().scopes.includes(scope);
}
