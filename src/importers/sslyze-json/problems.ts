/** Why sslyze could not ask a server, from its error messages of all versions and from the traces that it prints. */

import type { UnknownReason } from "../../core/claims.ts";

export interface SslyzeProblem {
  readonly reason: UnknownReason;
  /** The tool's own words. */
  readonly words: string;
}

/** In this order: a message may carry a host's name, and a trace the name of an error that is a kind of another. */
const SIGNS: readonly (readonly [RegExp, UnknownReason])[] = [
  [/could not resolve/i, "dns_failure"],
  [/proxy/i, "check_failed"],
  [/timed ?out|timeout/i, "tool_timed_out"],
  [/only supports SSL ?v?2/i, "tls_version_not_covered"],
  [/OpportunisticTls|start ?tls|\b(?:smtp|imap|pop ?3|ftp|xmpp|ldap|rdp|postgres\w*)\b/i, "tls_not_shown"],
  [/handshake|TlsConfigurationNotSup|probing failed/i, "tool_handshake_failed"],
  [/ServerRejectedConnection|connection rejected|rejected the connection/i, "port_closed"],
];

export function problemOf(text: string): SslyzeProblem {
  const { kind, message } = messageOf(text);
  const sign = SIGNS.find(([pattern]) => pattern.test(`${kind} ${message}`));
  return { reason: sign?.[1] ?? "check_failed", words: message };
}

/**
 * Of a trace the last line alone: `sslyze.errors.ServerRejectedConnection: 192.0.2.1:443 -> "Server rejected the connection".`
 * The lines before it are the program's own code.
 */
function messageOf(text: string): { readonly kind: string; readonly message: string } {
  const last = text.trim().split("\n").at(-1)?.trim() ?? "";
  const [, kind, said] = /^(?:[\w]+\.)*(\w+): (.*)$/.exec(last) ?? [];
  if (kind === undefined || said === undefined) return { kind: "", message: last };
  return { kind, message: /-> "(.*)"\.?$/.exec(said)?.[1] ?? `${kind}: ${said}` };
}
