/** Agreement is computed off the request path: while answers come in, an older one is given, and the next is asked for a little later. */

import { useEffect } from "preact/hooks";
import type { Params } from "../../api/client.ts";
import type { Agreement } from "../../api/types.ts";
import { type Asked, useApi } from "../../api/use-api.ts";

const LATER_MS = 4000;

/** @param params null: not wanted */
export function useAgreement(params: Params | null): Asked<Agreement> {
  const asked = useApi<Agreement>(params === null ? null : "/agreement", params ?? {}, ({ type }) => type === "board");
  const { data, again } = asked;
  useEffect(() => {
    if (data === null || data.current) return undefined;
    const timer = setTimeout(again, LATER_MS);
    return () => clearTimeout(timer);
  }, [data, again]);
  return asked;
}
