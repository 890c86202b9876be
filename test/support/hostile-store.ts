/** A store in which everything that others choose is meant to do harm. */

import type { ForeignAnswer, Store } from "../../src/core/ports/store.ts";
import { finding } from "../../src/core/model/outcome.ts";

export const HOSTILE: readonly string[] = [
  "<script>window.__pwned=1</script>",
  '"><img src=x onerror="window.__pwned=1">',
  "<svg/onload=window.__pwned=1>",
  "javascript:window.__pwned=1",
  "\u001b]0;pwned\u0007\u001b[31m\u001b[2J",
  "\u202egnp.exe\u2066x\u2069",
  "a\u0000b",
  "half \ud800 pair",
  "</textarea></style><base href=//attacker.example>",
  "{{constructor.constructor('window.__pwned=1')()}}",
  '=HYPERLINK("http://attacker.example")',
  "@import url(//attacker.example/x.css)",
  `${"x".repeat(1 << 20)}<script>window.__pwned=1</script>`,
];

const AT = "2026-11-25T11:00:00.000Z";

/** One endpoint and answers for each text; every free field holds it. */
export function fillHostile(store: Store): void {
  const run = {
    id: "20261125-hostile",
    kind: "import" as const,
    pack: "heartbleed",
    vantage: HOSTILE[1] ?? "",
    version: HOSTILE[0] ?? "",
    resolver: HOSTILE[2] ?? "",
    draws: 1,
    options: "{}",
    startedAt: AT,
  };
  store.createRun(run);
  store.appendForeign(
    run.id,
    HOSTILE.flatMap((text, at) => [answer(run, text, at, "vulnerable"), answer(run, text, at, "not_vulnerable")]),
  );
  store.setRunState(run.id, "done", AT);
}

function answer(
  { id, pack }: { readonly id: string; readonly pack: string },
  text: string,
  at: number,
  outcome: "vulnerable" | "not_vulnerable",
): ForeignAnswer {
  const address = `192.0.2.${at + 1}`;
  const short = text.slice(-60);
  const endpoint = { address, port: 443, transport: "tcp", serverName: short, origin: "asked" } as const;
  const detector = `${outcome === "vulnerable" ? "a" : "b"} ${short}`;
  const identity = { id: detector, kind: "report", version: short, lineage: short } as const;
  const said = finding(outcome === "vulnerable" ? "finding_reported" : "negative_reported", text);
  return {
    target: {
      text,
      at: { source: short, line: 1 },
      name: null,
      address,
      cidr: null,
      port: 443,
      transport: "tcp",
      startTls: null,
      owner: text,
      tag: text,
    },
    ordinal: at + 1,
    planned: { endpoint, stage: 1, name: short, resolved: false, permitted: false, unresolved: null },
    identity,
    observation: {
      endpoint,
      pack,
      detector,
      version: short,
      lineage: short,
      vantage: short,
      run: id,
      mode: "automatic",
      startedAt: AT,
      durationMs: 1,
      ...said,
      transcripts: [],
      provenance: {
        raw: null,
        place: text,
        words: text,
        argv: [text, text],
        exit: text,
        truncated: false,
        time: "none",
      },
    },
  };
}
