/**
 * What the Go programs print when they fail (FiloSottile/Heartbleed and heartbleeder, two copies of Go's TLS), as a reason.
 * The texts are those of Go's net and crypto/tls packages, of any age (reference/report-formats.md, 3.6, 3.20).
 */

import type { UnknownReason } from "../../core/claims.ts";

const ERRORS: readonly (readonly [RegExp, UnknownReason])[] = [
  [/connection refused/, "port_closed"],
  [/no such host|lookup .*(?:server misbehaving|i\/o timeout)/, "dns_failure"],
  [/no route to host|network is unreachable|host is down/, "connect_unreachable"],
  // `dial` is Go's word for opening a connection.
  [/dial .*(?:timed? ?out)/, "port_filtered"],
  [/too many open files|cannot assign requested address|no buffer space/, "local_resources"],
  // The server met a gap in the sequence of encrypted records: something took the heartbeat away (3.6, measured).
  [/remote error: (?:tls: )?bad record MAC/, "heartbeat_lost_on_path"],
  [/unsupported protocol version|protocol version not supported/, "tls_version_not_covered"],
  [/oversized record received|first record does not look like a TLS handshake/, "not_tls"],
  [/i\/o timeout|timed out|deadline exceeded|heartbleed: timeout/, "tool_timed_out"],
  [/handshake|certificate|x509|unsupported|key exchange|cipher suite/, "tool_handshake_failed"],
  // Nothing came back to the hello: servers with suites that Go does not have do this, and many others.
  [/^EOF$/, "tool_handshake_failed"],
];

/** Never an exception, never anything but a ?; `check_failed` for what is not in the list. */
export function goErrorReason(text: string): UnknownReason {
  return ERRORS.find(([pattern]) => pattern.test(text))?.[1] ?? "check_failed";
}
