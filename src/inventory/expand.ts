/**
 * Turns one target into the endpoints to ask: every address, every port of the plan, with and without the server
 * name. Lazy, so that a /8 costs no more memory than one host, and complete: a name without an address is an endpoint
 * too, so that it shows up in the results instead of vanishing.
 */

import type { Endpoint, EndpointOrigin } from "../core/model/endpoint.ts";
import type { Target } from "../core/model/target.ts";
import { addressesOf, parseNetwork } from "../core/net/network.ts";
import type { Resolution } from "../core/ports/resolver.ts";
import type { PortPlan } from "./port-plan.ts";

/**
 * Whether the target's name is sent as SNI: `auto` and `with` send it where there is one, `without` never sends it,
 * `both` asks twice, because servers choose certificate, and sometimes machine, by it.
 */
export type SniMode = "auto" | "with" | "without" | "both";

export interface Expansion {
  readonly endpoint: Endpoint;
  /** 1: the first port or the one the user named; 2: the rest of the port plan. */
  readonly stage: 1 | 2;
  /** The target's name, also where it is not sent: with `resolved`, what the scope decision needs. */
  readonly name: string | null;
  /** Whether the address was found by resolving `name`, rather than written beside it. */
  readonly resolved: boolean;
}

/**
 * The endpoints of a target, all of stage 1 before any of stage 2.
 * `resolution` is what the target's name resolved to; null where nothing had to be resolved.
 */
export function* expandTarget(
  target: Target,
  resolution: Resolution | null,
  plan: PortPlan,
  sni: SniMode = "auto",
): Generator<Expansion> {
  const found = resolution?.kind === "addresses" ? resolution.addresses : [];
  const { name, transport = "tcp" } = target;
  const resolved = target.address === null && target.cidr === null;
  if (resolved && found.length === 0) {
    yield { endpoint: unresolvedEndpoint(target, plan), stage: 1, name, resolved };
    return;
  }
  const serverNames = serverNameVariants(name, sni);
  const protocol = target.startTls ? { startTls: target.startTls } : {};
  for (const { port, stage } of portsOf(target, plan)) {
    const origin: EndpointOrigin = stage === 1 && target.cidr === null ? "asked" : "discovered";
    for (const address of addressesToAsk(target, found)) {
      for (const serverName of serverNames) {
        yield { endpoint: { address, port, transport, serverName, origin, ...protocol }, stage, name, resolved };
      }
    }
  }
}

/** The name stays on an endpoint without an address, whatever is sent elsewhere: it is all there is to show. */
function unresolvedEndpoint(target: Target, plan: PortPlan): Endpoint {
  return {
    address: null,
    port: target.port ?? plan.first,
    transport: target.transport ?? "tcp",
    serverName: target.name,
    origin: "asked",
  };
}

function serverNameVariants(name: string | null, sni: SniMode): readonly (string | null)[] {
  if (name === null || sni === "without") return [null];
  return sni === "both" ? [name, null] : [name];
}

function* portsOf(target: Target, plan: PortPlan): Generator<{ readonly port: number; readonly stage: 1 | 2 }> {
  yield { port: target.port ?? plan.first, stage: 1 };
  if (target.port !== null) return;
  for (const port of plan.further) yield { port, stage: 2 };
}

function addressesToAsk(target: Target, found: readonly string[]): Iterable<string> {
  if (target.address !== null) return [target.address];
  if (target.cidr === null) return found;
  const network = parseNetwork(target.cidr);
  if (!network.ok) throw new RangeError(`target ${target.text}: ${network.problem}`);
  return addressesOf(network.value);
}
