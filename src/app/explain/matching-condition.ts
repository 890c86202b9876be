/** The range condition in which the same miss can be reproduced by anybody: looked for by cause, and tried. */

import type { Explanation } from "../../causes/prove.ts";
import { asking, deciding } from "../../causes/seen.ts";
import type { Split } from "../../causes/cause.ts";
import { versionName } from "../../core/wire/version.ts";
import type { Profile } from "../../profiles/profile.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import { type Condition, dialsOf } from "../../range/conditions/condition.ts";
import { startScripted } from "../../range/scripted/start-scripted.ts";
import { profileWitness } from "../range/profile-witness.ts";

type Proven = Extract<Explanation, { readonly kind: "proven" }>;

/** By cause; those of suites and versions follow from the dials. */
const BY_CAUSE: Readonly<Record<string, readonly string[]>> = {
  server_name: ["C16"],
  heartbeat_version: ["C05", "C06"],
  patience: ["C26", "C29", "C27", "C28"],
  extension_gate: ["C14", "C15"],
  warnings: ["C34", "C17"],
  framing: ["C18", "C19", "C23", "C45"],
  reads: ["C24", "C20", "C22"],
  phase: ["C38"],
  claim: ["C46", "C25"],
  no_sign_of_life: ["C02"],
  lenient_padding: ["C37"],
  echo: ["C35"],
  starttls: [
    "C43",
    "starttls-imap",
    "starttls-pop3",
    "starttls-ftp",
    "starttls-xmpp",
    "starttls-ldap",
    "starttls-postgres",
    "starttls-mysql",
  ],
};

/** Conditions in which the cause could show, likeliest first. Pure. */
function conditionsFor({ causes, varied }: Proven, { wanted }: Split): readonly Condition[] {
  const ids = new Set(causes.map(({ id }) => id));
  const connection = varied.connections[deciding(varied)] ?? asking(varied).at(-1);
  const suite = connection?.chosen?.suite;
  const version = causes.find(({ id }) => id === "version")?.value;
  const fits = (condition: Condition): boolean => {
    const { suites, versions } = dialsOf(condition);
    const only = versions.min === versions.max ? versionName(versions.min) : null;
    if (ids.has("suites")) return suite !== undefined && (suites?.includes(suite) ?? false);
    if (version !== undefined) return only === version;
    return causes.some(({ id }) => BY_CAUSE[id]?.includes(condition.id) ?? false);
  };
  return CONDITIONS.filter((condition) => condition.truth === wanted && fits(condition));
}

/** The first in which the re-enactment is wrong in the same way; null: none. */
export async function matchingCondition(
  profile: Profile,
  explanation: Proven,
  split: Split,
  signal: AbortSignal,
): Promise<Condition | null> {
  const witness = profileWitness(profile);
  for (const condition of conditionsFor(explanation, split)) {
    const range = await startScripted([condition]);
    try {
      const [server] = range.servers;
      if (server === undefined || signal.aborted) return null;
      const { address, port, serverName } = server;
      const { finding } = await witness.ask({ address, port, serverName, name: null }, signal);
      if (finding.outcome === split.observed) return condition;
    } finally {
      await range.stop();
    }
  }
  return null;
}
