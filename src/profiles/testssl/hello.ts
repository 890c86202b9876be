/** testssl.sh's own hello: more than a hundred suites, the server's name, many extensions, and no length that old servers stumble over. */

import { EXTENSION, type Extension, heartbeatMode, signatureAlgorithmsExtension } from "../../core/wire/extensions.ts";
import type { ServerHello } from "../../core/wire/server-hello.ts";
import { SSL30, TLS12 } from "../../core/wire/version.ts";
import { STAFFORD_EXTENSIONS, toolHello, withServerName } from "../shared/hello.ts";
import { CERTIFICATE_SUITES, numbersOf } from "../shared/suites.ts";

/** It knows none with ARIA. */
const SUITES = CERTIFICATE_SUITES.filter(({ cipher }) => !cipher.startsWith("ARIA"));
const BELOW_TLS12 = SUITES.filter(({ mac, prf }) => mac !== "AEAD" && prf === "default");

const SIGNATURE_ALGORITHMS = [6, 5, 4, 3, 2, 1].flatMap((hash) => [1, 2, 3].map((key) => (hash << 8) | key));

/** A record whose handshake message has a length of 256 to 511 makes some servers hang. */
const HANGS = { from: 256, to: 511 } as const;
const RECORD_HEADER = 5;
const EXTENSION_HEADER = 4;

export function testsslHello(version: number, serverName: string | null): Uint8Array {
  const suites = numbersOf(version === TLS12 ? SUITES : BELOW_TLS12);
  if (version === SSL30) return toolHello({ record: SSL30, version, suites, extensions: null });
  const extensions = [
    ...withServerName(serverName, STAFFORD_EXTENSIONS),
    ...(version === TLS12 ? [signatureAlgorithmsExtension(SIGNATURE_ALGORITHMS)] : []),
  ];
  // The record layer says TLS 1.0 whatever is asked for.
  const written = (more: readonly Extension[]) =>
    toolHello({ record: 0x0301, version, suites, extensions: [...extensions, ...more] });
  const length = written([]).length - RECORD_HEADER;
  if (length < HANGS.from || length > HANGS.to) return written([]);
  const data = new Uint8Array(Math.max(0, HANGS.to + 1 - length - EXTENSION_HEADER));
  return written([{ type: EXTENSION.padding, data }]);
}

/** Any mode will do. */
export const showsHeartbeats = ({ extensions }: ServerHello): boolean => heartbeatMode(extensions) !== null;
