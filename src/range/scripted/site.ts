/** The plaintext half of a site: flights for RSA suites, no cryptography. */

import type { KeyObject } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";
import { encodeCertificate } from "../../core/wire/certificate.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { encodeServerHello } from "../../core/wire/server-hello.ts";
import { ALL_SUITES } from "../../core/wire/suites.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { makeChain } from "./chain.ts";
import type { Dials } from "./dials.ts";
import type { Site } from "./handshake.ts";

export function makeSite(key: KeyObject, dials: Dials, random: Random): Site {
  const chain = makeChain(key, dials.certificate);
  return {
    suites: ALL_SUITES.map(({ id }) => id),
    usable: (suite, version) =>
      suite.keyExchange === "RSA" && (version >= TLS12 || (suite.mac !== "AEAD" && suite.mac !== "SHA256")),
    begin: (_message, _hello, { version, suite, extensions }) => ({
      flight: [
        encodeHandshake(
          HANDSHAKE.serverHello,
          encodeServerHello({
            version,
            random: random.bytes(32),
            sessionId: random.bytes(32),
            suite: suite.id,
            compression: 0,
            extensions,
          }),
        ),
        encodeHandshake(HANDSHAKE.certificate, encodeCertificate(chain)),
        encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
      ],
      expected: () => [HANDSHAKE.clientKeyExchange],
      receive: () => ({ kind: "refused", description: ALERT.handshakeFailure }),
      changeCipherSpec: () => null,
    }),
  };
}
