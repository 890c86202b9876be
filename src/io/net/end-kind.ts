/** Which end of a connection an operating-system error code stands for. */

import type { EndKind } from "../../core/model/transcript.ts";

/**
 * Codes that mean the same at any moment. What this machine lacks (ports, descriptors, memory) is told apart from
 * what the network answered, because only the first is cured by asking less at once.
 */
const BY_CODE: Readonly<Record<string, EndKind>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETDOWN: "unreachable",
  EAFNOSUPPORT: "unreachable",
  EACCES: "unreachable",
  EPERM: "unreachable",
  EADDRNOTAVAIL: "local_resources",
  EADDRINUSE: "local_resources",
  EMFILE: "local_resources",
  ENFILE: "local_resources",
  ENOBUFS: "local_resources",
  ENOMEM: "local_resources",
  EAGAIN: "local_resources",
};

/** Reads a socket error; a code nobody listed counts as the network's doing, never as an answer of the server. */
export function endKindOf(error: unknown, connected: boolean): EndKind {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "ETIMEDOUT") return connected ? "timeout" : "connect_timeout";
  return BY_CODE[code] ?? (connected ? "reset" : "unreachable");
}
