/**
 * A server as light as one can be that still deserves a real verdict: one recorded TLS 1.2 flight for every
 * ClientHello, heartbeats answered as a repaired server answers them (RFC 6520), everything else refused by alert.
 * It listens on every loopback address, so that each of 127.0.0.0/8 is an endpoint of its own.
 */

import { createServer, type Socket } from "node:net";
import { ALERT, encodeAlert } from "../src/core/wire/alert.ts";
import { concat } from "../src/core/wire/bytes.ts";
import { encodeCertificate } from "../src/core/wire/certificate.ts";
import { heartbeatExtension } from "../src/core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE } from "../src/core/wire/handshake.ts";
import { decodeHeartbeat, encodeHeartbeat, HEARTBEAT } from "../src/core/wire/heartbeat.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../src/core/wire/record.ts";
import { encodeServerHello } from "../src/core/wire/server-hello.ts";
import { TLS12 } from "../src/core/wire/version.ts";
import { makeCertificates } from "../src/range/certificates/collection.ts";

const FATAL = 2;
const PADDING = 16;
const RSA_WITH_AES_128_CBC_SHA = 0x002f;

const { rsa } = await makeCertificates();
const FLIGHT = encodeRecord(
  CONTENT.handshake,
  TLS12,
  concat([
    encodeHandshake(
      HANDSHAKE.serverHello,
      encodeServerHello({
        version: TLS12,
        random: new Uint8Array(32),
        sessionId: new Uint8Array(0),
        suite: RSA_WITH_AES_128_CBC_SHA,
        compression: 0,
        extensions: [heartbeatExtension(1)],
      }),
    ),
    encodeHandshake(HANDSHAKE.certificate, encodeCertificate([rsa.der])),
    encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0)),
  ]),
);
/** What OpenSSL says to a record of another version, whatever its type. */
const WRONG_VERSION = encodeRecord(CONTENT.alert, TLS12, encodeAlert(FATAL, ALERT.protocolVersion));
const REFUSAL = encodeRecord(CONTENT.alert, TLS12, encodeAlert(FATAL, ALERT.handshakeFailure));

function serve(socket: Socket): void {
  const records = new RecordDecoder();
  let greeted = false;
  const answer = (record: TlsRecord): void => {
    if (greeted && record.version !== TLS12) socket.end(WRONG_VERSION);
    else if (record.type === CONTENT.heartbeat) heartbeat(record, socket);
    else if (greeted) socket.end(REFUSAL);
    else socket.write(FLIGHT);
    greeted = true;
  };
  socket.on("data", (bytes) => {
    for (const record of records.push(bytes)) if (!socket.writableEnded) answer(record);
  });
  socket.on("error", () => socket.destroy());
}

/** A message whose claim does not leave room for its padding is discarded in silence. */
function heartbeat({ body }: TlsRecord, socket: Socket): void {
  const message = decodeHeartbeat(body);
  if (message === null || message.padding < PADDING) return;
  const response = encodeHeartbeat(HEARTBEAT.response, message.claimed, message.payload, new Uint8Array(PADDING));
  socket.write(encodeRecord(CONTENT.heartbeat, TLS12, response));
}

const server = createServer({ noDelay: true }, serve);
server.listen({ host: "0.0.0.0", port: 0, backlog: 4096 }, () => {
  process.send?.((server.address() as { readonly port: number }).port);
});
process.on("disconnect", () => process.exit());
