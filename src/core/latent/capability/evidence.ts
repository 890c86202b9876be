/**
 * What a run of a tool can come to, as evidence and not as a vote (reference/statistics.md, section 3). The number of classes is a
 * parameter of the model: the published golden vectors (13.7) use four.
 */

/** `proof` has a fixed rate of false ones, `inconclusive` has no say on its own; the rest is learned. */
export type Role = "proof" | "positive" | "negative" | "inconclusive";

export interface EvidenceClass {
  readonly code: string;
  readonly role: Role;
  readonly meaning: string;
  /** Proof only: the probability that a tool says this of a host that is not vulnerable; a policy, never estimated. */
  readonly phi?: number;
  /** A proof that was kept and checked again: settles a host by rule (9.1). */
  readonly verified?: true;
  /** A negative between two signs of life: the only kind that counts as coverage (9.1). */
  readonly controlled?: true;
  /** A negative of which a broken tool is capable; how readily, as pseudo-counts of the broken state (5.4). */
  readonly whenBroken?: number;
}

export const EVIDENCE_CLASSES: readonly EvidenceClass[] = [
  {
    code: "PV",
    role: "proof",
    meaning: "proof, kept and verified: more bytes returned than sent, not an echo",
    phi: 1e-9,
    verified: true,
  },
  { code: "PC", role: "proof", meaning: "proof claimed by the tool, not kept", phi: 1e-4 },
  { code: "BP", role: "positive", meaning: "malformed request answered, no leak shown" },
  { code: "IP", role: "positive", meaning: "inferred from version, banner or fingerprint" },
  {
    code: "AN",
    role: "negative",
    meaning: "malformed request refused or ignored between two signs of life",
    controlled: true,
    whenBroken: 0.01,
  },
  {
    code: "WN",
    role: "negative",
    meaning: "negative without a control, or failure mapped to safe",
    whenBroken: 1,
  },
  { code: "IN", role: "negative", meaning: "inferred: the version says fixed", whenBroken: 0.5 },
  { code: "Q", role: "inconclusive", meaning: "no answer either way, with a reason" },
];

/** Where a code stands in a list of classes; -1 when it is not there. */
export function classIndex(code: string, classes: readonly EvidenceClass[] = EVIDENCE_CLASSES): number {
  return classes.findIndex((each) => each.code === code);
}
