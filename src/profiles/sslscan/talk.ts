/** The two questions of sslscan that matter here: which versions a server takes, and Heartbleed in each of them. */

import { CONTENT } from "../../core/wire/record.ts";
import { EXTENSION, signatureAlgorithmsExtension } from "../../core/wire/extensions.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { SSL30, TLS10, TLS12 } from "../../core/wire/version.ts";
import { SUITES_OF_2014 } from "../shared/every-suite.ts";
import { requestRecord, STAFFORD_EXTENSIONS, STAFFORD_SUITES, toolHello, withServerName } from "../shared/hello.ts";
import { type Patience, readRecord } from "../shared/records.ts";
import { close, connect, send, type Talk } from "../talk.ts";
import { type Reader, readPiece, TIMEOUT_MS } from "./reader.ts";

const CONNECT_MS = 75_000;
const PATIENCE: Patience = { headerMs: TIMEOUT_MS, bodyMs: TIMEOUT_MS, of: "each_read" };
const CLAIMED = 0x4000;
/** RSA and ECDSA with SHA-512, 384, 256 and 1. */
const SIGNATURES = [0x0601, 0x0603, 0x0501, 0x0503, 0x0401, 0x0403, 0x0201, 0x0203];

/** `failed`: it could not connect, which ends the program. */
export type Answer = boolean | "failed";

/** Its own look at a version: with every suite and the server's name, unlike what follows. */
export function* takes(version: number, name: string): Talk<Answer> {
  if ((yield* connect(CONNECT_MS)) !== null) return "failed";
  const basic = STAFFORD_EXTENSIONS.filter(({ type }) => type !== EXTENSION.heartbeat);
  const extensions = [
    ...withServerName(name, basic),
    ...(version === TLS12 ? [signatureAlgorithmsExtension(SIGNATURES)] : []),
  ];
  const record = version === SSL30 ? SSL30 : TLS10;
  yield* send(
    toolHello({ record, version, suites: SUITES_OF_2014, extensions: version === SSL30 ? null : extensions }),
  );
  const read = yield* readRecord(PATIENCE);
  yield* close();
  if (!read.ok || read.record.type !== CONTENT.handshake) return false;
  const { body } = read.record;
  return body[0] === HANDSHAKE.serverHello && body[4] === version >> 8 && body[5] === (version & 0xff);
}

/** Hello and request go out together, and everything that is not a long heartbeat is `not vulnerable`. */
export function* leaks(version: number, reader: Reader): Talk<Answer> {
  if ((yield* connect(CONNECT_MS)) !== null) return "failed";
  yield* send(
    toolHello({ record: TLS10, version, suites: STAFFORD_SUITES, extensions: STAFFORD_EXTENSIONS }),
    requestRecord(version, CLAIMED),
  );
  const found = yield* listen(reader);
  yield* close();
  return found;
}

function* listen(reader: Reader): Talk<boolean> {
  for (;;) {
    const piece = yield* readPiece(reader);
    if (piece === null || piece.type === CONTENT.alert) return false;
    if (piece.type === CONTENT.heartbeat) return piece.length > 3;
  }
}
