/**
 * Where a document has a finding of a check that asked, however it writes host and port: a negative at the same place is no
 * zero, whichever element it stands in (report-formats.md 1.4).
 */

import { finding } from "../core/model/outcome.ts";
import { canonicalAddress } from "../core/net/address.ts";
import type { ReportAnswer, ReportHost } from "./importer.ts";
import { readPort } from "./place.ts";

type At = Pick<ReportAnswer, "host" | "port" | "transport">;

export interface FoundPlaces {
  /** Remembers the answer if it is a finding of a check that asked. */
  readonly note: (answer: Pick<ReportAnswer, keyof At | "finding" | "by">) => void;
  readonly has: (at: At) => boolean;
  /** The answer itself, or unknown where it is a zero at a place with a finding. */
  readonly checked: (answer: ReportAnswer) => ReportAnswer;
}

/** A finding whose port cannot be read, or of the host as a whole, may belong to any port. */
const ANY_PORT = "*";

export function foundPlaces(): FoundPlaces {
  const found = new Set<string>();

  function has({ host, port, transport }: At): boolean {
    if (found.size === 0) return false;
    const { address, name } = partsOf(host);
    // One name can have several addresses: where both are said, the address decides.
    return hostKeys(address, name === null ? null : address === null ? `name ${name}` : `only name ${name}`).some(
      (each) => found.has(`${each}|${portOf(port, transport)}`) || found.has(`${each}|${ANY_PORT}`),
    );
  }

  return {
    note({ host, port, transport, finding: { outcome }, by }) {
      if (outcome !== "vulnerable" || by !== "probe") return;
      const { address, name } = partsOf(host);
      const keys = hostKeys(address, name === null ? null : `name ${name}`);
      if (address === null && name !== null) keys.push(`only name ${name}`);
      for (const each of keys) found.add(`${each}|${portOf(port, transport)}`);
    },
    has,
    checked(answer) {
      if (answer.finding.outcome !== "not_vulnerable" || !has(answer)) return answer;
      return { ...answer, finding: finding("host_ambiguous", "the document has a finding there as well") };
    },
  };
}

function hostKeys(address: string | null, byName: string | null): string[] {
  return [address === null ? null : `address ${address}`, byName].filter((key) => key !== null);
}

function portOf(written: ReportAnswer["port"], transport: ReportAnswer["transport"]): string {
  const port = readPort(written);
  if (!port.ok || port.value.port === null) return ANY_PORT;
  return `${port.value.port}/${port.value.transport ?? transport}`;
}

/** An address in the place of a name is taken for what it is. */
function partsOf({ address, name }: ReportHost): { readonly address: string | null; readonly name: string | null } {
  const written = [address, name].map((each) =>
    (each ?? "")
      .trim()
      .toLowerCase()
      .replace(/^\[(.*)\]$|\.$/, "$1"),
  );
  const canonical = written.map((each) => canonicalAddress(each)).find((each) => each !== null) ?? null;
  return { address: canonical, name: written.find((each) => each !== "" && canonicalAddress(each) === null) ?? null };
}
