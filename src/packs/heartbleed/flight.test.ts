import { beforeAll, describe, expect, test } from "vitest";
import type { Wire } from "../../core/ports/net.ts";
import { ALERT, encodeAlert } from "../../core/wire/alert.ts";
import { encodeCertificate } from "../../core/wire/certificate.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { encodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { encodeServerHello } from "../../core/wire/server-hello.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { makeCertificate, type Name } from "../../tls/certificates/certificate.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import { Flight } from "./flight.ts";
import { HELLO_RANDOM_BYTES } from "./hellos.ts";
import { BIG_PAYLOAD, MARKER_BYTES } from "./messages.ts";
import { readFlight } from "./read-flight.ts";

const RSA = 0x002f;
const ANONYMOUS = 0x0034;

/** A wire that only remembers. */
class Paper implements Wire {
  time = 0;
  wake: number | null = null;
  closed = false;
  readonly types: number[] = [];
  now = () => this.time;
  send = (bytes: Uint8Array) => void this.types.push(bytes[0] ?? 0);
  wakeIn = (ms: number | null) => void (this.wake = ms === null ? null : this.time + ms);
  close = () => void (this.closed = true);
}

function talk(change: { readonly includeFragile?: boolean } = {}) {
  const plan = { form: "broad", patienceMs: 5000, includeFragile: false, overread: false, ...change } as const;
  const context = { rung: "flight/broad", address: "127.0.0.1", port: 443, serverName: null };
  const flight = new Flight(context, plan, new Uint8Array(HELLO_RANDOM_BYTES), new Uint8Array(MARKER_BYTES));
  const wire = new Paper();
  flight.event({ kind: "connected", at: 0 }, wire);
  return {
    wire,
    says: (bytes: Uint8Array) => flight.event({ kind: "data", at: (wire.time += 1), bytes }, wire),
    waits: () => flight.event({ kind: "timer", at: (wire.time = wire.wake ?? wire.time) }, wire),
    finding: () => readFlight([flight.transcript()]),
    heartbeats: () => wire.types.filter((type) => type === CONTENT.heartbeat).length,
  };
}

const none = new Uint8Array(0);
const message = (type: number, body: Uint8Array) => encodeRecord(CONTENT.handshake, TLS12, encodeHandshake(type, body));
const hello = (suite: number) =>
  message(
    HANDSHAKE.serverHello,
    encodeServerHello({
      version: TLS12,
      random: new Uint8Array(32),
      sessionId: none,
      suite,
      compression: 0,
      extensions: null,
    }),
  );
const done = message(HANDSHAKE.serverHelloDone, none);

const FACTORY: Name = [
  ["CN", "Default Issuer (Do not trust)"],
  ["O", "Hewlett-Packard Company"],
  ["OU", "ISS"],
];
const chains = new Map<string, Uint8Array>();
beforeAll(async () => {
  const key = await generatePrivateKey("rsa1024");
  const chain = (subject: Name, issuer: Name) =>
    message(HANDSHAKE.certificate, encodeCertificate([makeCertificate({ key, subject, issuer, issuerKey: key }).der]));
  chains.set(
    "iLO 2",
    chain(
      [
        ["CN", "ILOXYZ"],
        ["O", "Hewlett-Packard Company"],
        ["OU", "ISS"],
      ],
      FACTORY,
    ),
  );
  chains.set(
    "iLO 3",
    chain(
      [
        ["CN", "ILOXYZ"],
        ["O", "Hewlett-Packard Company"],
        ["OU", "ISS"],
      ],
      [
        ["CN", "iLO3 Default Issuer (Do not trust)"],
        ["O", "Hewlett-Packard Company"],
        ["OU", "ISS"],
      ],
    ),
  );
  chains.set(
    "a shop",
    chain(
      [
        ["CN", "shop.example"],
        ["O", "Hewlett-Packard Company"],
      ],
      [["CN", "Some CA"]],
    ),
  );
});
const chain = (of: string) => chains.get(of) ?? none;

describe("devices known to lock up", () => {
  test("are recognised by their certificate before any heartbeat is sent", () => {
    const device = talk();
    for (const part of [hello(RSA), chain("iLO 2"), done]) device.says(part);
    expect(device.heartbeats()).toBe(0);
    expect(device.wire.closed).toBe(true);
    expect(device.finding().reason).toBe("fragile_device_left_alone");
  });

  test("are asked when the user insists", () => {
    const device = talk({ includeFragile: true });
    for (const part of [hello(RSA), chain("iLO 2"), done]) device.says(part);
    expect(device.heartbeats()).toBeGreaterThan(0);
  });

  test.each(["iLO 3", "a shop"])("%s is none of them", (of) => {
    const server = talk();
    for (const part of [hello(RSA), chain(of), done]) server.says(part);
    expect(server.heartbeats()).toBeGreaterThan(0);
  });

  test("a certificate that is late is waited for, and nothing is asked without it", () => {
    const device = talk();
    device.says(hello(RSA));
    device.waits();
    expect(device.heartbeats()).toBe(0);
    expect(device.finding().outcome).toBe("unknown");
  });

  test("an anonymous suite has no certificate to wait for", () => {
    const server = talk();
    server.says(hello(ANONYMOUS));
    server.waits();
    expect(server.heartbeats()).toBeGreaterThan(0);
  });
});

describe("controls answered, the probe not", () => {
  const answer = (length: number) =>
    encodeRecord(CONTENT.heartbeat, TLS12, encodeHeartbeat(2, length, new Uint8Array(length), new Uint8Array(16)));
  const begun = () => {
    const server = talk();
    for (const part of [hello(ANONYMOUS), done, answer(32), answer(BIG_PAYLOAD)]) server.says(part);
    return server;
  };

  test("the probe goes out again where it must be refused, and the alert ends it", () => {
    const server = begun();
    expect(server.heartbeats()).toBe(2);
    expect(server.wire.closed).toBe(false);
    server.says(encodeRecord(CONTENT.alert, TLS12, encodeAlert(2, ALERT.protocolVersion)));
    expect(server.wire.closed).toBe(true);
    expect(server.finding().reason).toBe("malformed_discarded_control_answered");
  });

  test("without a refusal it is no zero: the probe may never have arrived", () => {
    const server = begun();
    for (let i = 0; i < 10 && !server.wire.closed; i++) server.waits();
    expect(server.wire.closed).toBe(true);
    expect(server.heartbeats()).toBe(4);
    expect(server.finding().reason).toBe("heartbeat_lost_on_path");
  });
});

test("nudges come one by one, heartbeats first, and end in a time-out that is no zero", () => {
  const server = talk();
  for (const part of [hello(RSA), chain("a shop"), done]) server.says(part);
  for (let i = 0; i < 30 && !server.wire.closed; i++) server.waits();
  expect(server.wire.closed).toBe(true);
  const [first, ...later] = server.wire.types.slice(1);
  expect([first, ...later]).toEqual([
    ...Array.from({ length: 6 }, () => CONTENT.heartbeat),
    ...Array.from({ length: 3 }, () => CONTENT.handshake),
  ]);
  expect(server.finding().reason).toBe("silent_after_probe");
});
