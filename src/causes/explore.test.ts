import { writeFileSync, appendFileSync } from "node:fs";
import { test } from "vitest";
import { PROFILES } from "../profiles/catalogue.ts";
import { talkWith } from "../profiles/testing/live.ts";
import { CONDITIONS } from "../range/conditions/catalogue.ts";
import { dialsOf } from "../range/conditions/condition.ts";
import { explainSplit } from "./prove.ts";
import { Recorder } from "./seen.ts";
import { varied } from "./variation.ts";
const ids = (process.env["P"] ?? "ssltest").split(",");
const only = process.env["C"]?.split(",");
test("explore", async () => {
  writeFileSync("/tmp/explain/out", "");
  for (const id of ids) for (const c of CONDITIONS) {
    if (only && !only.includes(c.id)) continue;
    const dials = dialsOf(c);
    if (c.truth === "undecidable" || /^(C3[0-236]|C35|C44|C51|filter|ilo|C41|C47)$/.test(c.id)) continue;
    const profile = PROFILES.find((p) => p.id === id)!;
    const q = { address: "192.0.2.1", port: 443, serverName: dials.serverName === "ignored" ? null : "localhost" };
    const r = talkWith(profile.talk(q), dials);
    if (r.finding.outcome === c.truth) continue;
    let n = 0; const t0 = Date.now();
    const e = await explainSplit(profile, { split: { observed: r.finding.outcome, wanted: c.truth, serverName: q.serverName }, ask: async (p) => { n++; return talkWith(p.talk(q), dials); }, signal: new AbortController().signal });
    const s = e.kind === "proven" ? e.causes.map((x) => `${x.id}=${x.value}`).join(" + ") + " | " + e.causes.map((x) => x.because + "; " + x.same).join(" AND ") : JSON.stringify(e);
    appendFileSync("/tmp/explain/out", `${id} ${c.id} ${r.finding.outcome}/${r.finding.reason} -> ${s} [${n} talks ${Date.now() - t0} ms]\n`);
    if (process.env["V"]) { const rec = new Recorder(); talkWith(varied(profile, [], rec).talk(q), dials); appendFileSync("/tmp/explain/out", rec.lines.map((l) => `   ${l.connection} ${l.atMs} ${l.who} ${l.what}\n`).join("")); }
  }
}, 400_000);
