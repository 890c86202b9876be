/** nmap's XML (`-oX`), and masscan's which copies it: each open TCP port of each host is a target. */

import { endpointLabel } from "../core/model/endpoint.ts";
import type { Target, TargetResult } from "../core/model/target.ts";
import { canonicalAddress } from "../core/net/address.ts";
import { parsePort } from "../core/net/port.ts";
import { decodeUtf8, NotUtf8 } from "../documents/decode.ts";
import { failure } from "./failure.ts";
import { parseHostName } from "./host-name.ts";
import { XmlProblem, XmlReader } from "../documents/xml.ts";

/** What a report says besides its targets. */
export interface NmapCounts {
  hosts: number;
  /** Hosts that were scanned and had nothing open: no target, but no gap either. */
  hostsWithoutOpenPort: number;
}

interface Host {
  readonly addresses: string[];
  /** Host names in the order of trust: what the user typed, then what reverse DNS says. */
  readonly names: { user: string[]; other: string[] };
  readonly openPorts: string[];
  port: string | null;
}

/** Reads a report as it arrives; a host counts once its element is complete, `counts` is updated as it goes. */
export async function* readNmap(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
  counts: NmapCounts,
): AsyncGenerator<TargetResult> {
  const results: TargetResult[] = [];
  let host: Host | null = null;

  const reader = new XmlReader("nmaprun", {
    open(name, attributes) {
      if (name === "host") host = { addresses: [], names: { user: [], other: [] }, openPorts: [], port: null };
      else if (host !== null) collect(host, name, attributes);
      else if (name === "finished" && attributes.get("exit") === "error") {
        results.push(
          failure(source, reader.line, "the scan that wrote this report ended with an error; hosts may be missing"),
        );
      }
    },
    close(name) {
      if (name !== "host" || host === null) return;
      counts.hosts++;
      if (host.openPorts.length === 0) counts.hostsWithoutOpenPort++;
      results.push(...targetsOf(host, source, reader.line));
      host = null;
    },
  });

  try {
    for await (const text of decodeUtf8(chunks)) {
      reader.write(text);
      yield* results.splice(0);
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlProblem) && !(error instanceof NotUtf8)) throw error;
    yield* results.splice(0);
    yield failure(source, reader.line, `${error.message}; nothing is read from here on`);
  }
}

function collect(host: Host, element: string, attributes: ReadonlyMap<string, string>): void {
  const value = (name: string) => attributes.get(name) ?? "";
  switch (element) {
    case "address":
      if (value("addrtype") !== "mac") host.addresses.push(value("addr"));
      break;
    case "hostname":
      host.names[value("type") === "user" ? "user" : "other"].push(value("name"));
      break;
    case "port":
      host.port = value("protocol") === "tcp" ? value("portid") : null;
      break;
    case "state":
      if (value("state") === "open" && host.port !== null) host.openPorts.push(host.port);
      break;
  }
}

function targetsOf(host: Host, source: string, line: number): readonly TargetResult[] {
  const at = { source, line };
  // Reverse DNS may say anything: what is no host name is no server name, and the address is asked all the same.
  const name = [...host.names.user, ...host.names.other].map(hostNameOrNull).find((read) => read !== null) ?? null;
  if (host.addresses.length === 0 && host.openPorts.length > 0) {
    return [failure(source, line, "expected an address in the host, which has open ports")];
  }
  return host.addresses.flatMap((addressText) =>
    host.openPorts.map((portText): TargetResult => {
      const address = canonicalAddress(addressText);
      const port = parsePort(portText);
      if (address === null) return failure(source, line, "expected an IP address in the host's addr", addressText);
      if (port === null) return failure(source, line, "expected a portid from 1 to 65535", portText);
      const text = endpointLabel({ address, port, serverName: name });
      const target: Target = { text, at, name, address, cidr: null, port, owner: null, tag: null };
      return { ok: true, target };
    }),
  );
}

function hostNameOrNull(text: string): string | null {
  const read = parseHostName(text);
  return read.ok ? read.value : null;
}
