/** Doing one thing at a time, with what went wrong kept to be shown. */

import { useState } from "preact/hooks";
import { ApiProblem, type Problem } from "../../api/client.ts";

export interface Doing {
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly run: (work: () => Promise<void>) => void;
}

export function useDoing(): Doing {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    work()
      .catch((error: unknown) => {
        const other = { code: "internal", title: "Something went wrong", detail: String(error) };
        setProblem(error instanceof ApiProblem ? error.problem : other);
      })
      .finally(() => setBusy(false));
  };
  return { busy, problem, run };
}
