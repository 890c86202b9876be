/** One factor each: what the tool sends, what it is let see, how long it waits. */

import { equal } from "../core/wire/bytes.ts";
import type { ClientHello } from "../core/wire/client-hello.ts";
import { EXTENSION, type Extension, heartbeatExtension, serverNameExtension } from "../core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler } from "../core/wire/handshake.ts";
import { CONTENT, type TlsRecord } from "../core/wire/record.ts";
import { ALL_SUITES } from "../core/wire/suites.ts";
import { SSL30, versionName } from "../core/wire/version.ts";
import type { StepResult } from "../profiles/talk.ts";
import { afterHandshake } from "./after-handshake.ts";
import { editServerHello, helloIn, type Request, requestIn, withHello, withRequest } from "./messages.ts";
import type { Edit } from "./records.ts";
import { type Rewrite, rewriting } from "./rewriting.ts";
import { joining, slower, throughSteps } from "./steps.ts";
import type { Variation } from "./variation.ts";

function rewritten(value: string, newRewrite: () => Rewrite): Variation {
  return {
    value,
    times: 1,
    holdsRecords: newRewrite().came !== undefined,
    apply: (talk) => rewriting(talk, newRewrite),
  };
}

const hellos =
  (edit: (hello: ClientHello) => ClientHello): Edit =>
  (record) => {
    const hello = helloIn(record);
    return [hello === null ? record : withHello(record, edit(hello))];
  };

const requests =
  (edit: (request: Request) => Request): Edit =>
  (record) => {
    const request = requestIn(record);
    return [request === null ? record : withRequest(record, edit(request))];
  };

const BEFORE_TLS13 = ALL_SUITES.filter(({ keyExchange }) => keyExchange !== "TLS13").map(({ id }) => id);

/** Behind the tool's own ones, all others that there are below TLS 1.3. */
export const EVERY_SUITE: Variation = rewritten("every suite", () => ({
  sent: hellos((hello) => ({ ...hello, suites: [...new Set([...hello.suites, ...BEFORE_TLS13])] })),
}));

export function serverName(name: string | null): Variation {
  const edit = (extensions: readonly Extension[] | null) => {
    const others = extensions?.filter(({ type }) => type !== EXTENSION.serverName) ?? null;
    return name === null ? others : [serverNameExtension(name), ...(others ?? [])];
  };
  return rewritten(name === null ? "no server name" : "the server name", () => ({
    sent: hellos((hello) => ({ ...hello, extensions: edit(hello.extensions) })),
  }));
}

export const OFFERS_HEARTBEATS: Variation = rewritten("heartbeats offered", () => ({
  sent: hellos((hello) => {
    const others = hello.extensions?.filter(({ type }) => type !== EXTENSION.heartbeat) ?? [];
    return { ...hello, extensions: [...others, heartbeatExtension(1)] };
  }),
}));

/** Hello, the record around it, and what follows are in this version; the tool is told that it was the one it asked in. */
export function inVersion(version: number): Variation {
  return rewritten(versionName(version), () => {
    let own = version;
    return {
      sent: (record) => {
        const hello = helloIn(record);
        if (hello !== null) {
          own = hello.version;
          const around = version === SSL30 ? SSL30 : Math.min(record.version, version);
          return [{ ...withHello(record, { ...hello, version }), version: around }];
        }
        return [record.version === own ? { ...record, version } : record];
      },
      came: (record) => {
        const told = record.version === version ? { ...record, version: own } : record;
        return [editServerHello(told, (hello) => (hello.version === version ? { ...hello, version: own } : hello))];
      },
    };
  });
}

/** Heartbeat records in the version that the server chose on this connection. */
export const NEGOTIATED_VERSION: Variation = rewritten("the negotiated version in the heartbeat record", () => {
  let chosen: number | null = null;
  return {
    sent: (record) => [chosen !== null && requestIn(record) !== null ? { ...record, version: chosen } : record],
    came: (record) => {
      editServerHello(record, (hello) => {
        chosen ??= hello.version;
        return hello;
      });
      return [record];
    },
  };
});

export function claiming(claimed: number): Variation {
  return rewritten(`${claimed} bytes claimed`, () => ({
    sent: requests((request) => (request.claimed > request.carried.length ? { ...request, claimed } : request)),
  }));
}

/** Claims that carry all they claim get to claim one byte more than that: only then is an answer the flaw. */
export const ONE_BYTE_MORE: Variation = rewritten("a claim of one byte more than it carries", () => ({
  sent: requests(({ claimed, carried }) => ({ carried, claimed: Math.max(claimed, carried.length + 1) })),
}));

/** A ServerHelloDone from a client: every server refuses it with a fatal alert, and what it held back comes out before that. */
const REFUSED = encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0));
const PADDING = 16;

/** A record that must be refused behind each malformed request, so that a repaired server is not silent. */
export const REFUSED_RECORD: Variation = rewritten("a record behind it that must be refused", () => ({
  sent: (record) => {
    const request = requestIn(record);
    if (request === null || request.claimed + PADDING <= request.carried.length) return [record];
    return [record, { type: CONTENT.handshake, version: record.version, body: REFUSED }];
  },
}));

/** Changes nothing, but hands over whole records: what this alone brings about is not due to the factor it was changed with. */
export const SHAM: Variation = rewritten("nothing changed", () => ({ came: (record) => [record] }));

export const AFTER_HANDSHAKE: Variation = {
  value: "after the handshake",
  times: 2,
  holdsRecords: true,
  apply: afterHandshake,
};

/** How much slower the tool's clock runs. */
export const PATIENCE = 5;
export const PATIENT: Variation = {
  value: `${PATIENCE} times the patience`,
  times: PATIENCE,
  holdsRecords: false,
  apply: (talk) => slower(talk, PATIENCE),
};

export const WHOLE_READS: Variation = {
  value: "reads that are continued",
  times: 2,
  holdsRecords: false,
  apply: joining,
};

/** A connection that asks nothing goes first: a balancer that counts sends the others elsewhere. */
export const ONE_MORE_CONNECTION: Variation = {
  value: "one connection more before it",
  times: 2,
  holdsRecords: false,
  *apply(talk) {
    yield { do: "connect", timeoutMs: CONNECT_MS };
    yield { do: "close" };
    return yield* talk;
  },
};
const CONNECT_MS = 10_000;

/** The end of the connection is shown as an orderly one. */
export const CLOSED_NOT_RESET: Variation = {
  value: "the reset shown as a close",
  times: 1,
  holdsRecords: false,
  apply: (talk) =>
    throughSteps(talk, function* (step) {
      const result: StepResult = yield step;
      return result.is === "over" && result.how === "reset" ? { ...result, how: "closed" } : result;
    }),
};

const WARNING = 1;

export const NO_WARNINGS: Variation = rewritten("the server's warnings withheld", () => ({
  came: (record) => (record.type === CONTENT.alert && record.body[0] === WARNING ? [] : [record]),
}));

export const EXTENSION_SHOWN: Variation = rewritten("the extension put into the ServerHello", () => ({
  came: (record) => [
    editServerHello(record, (hello) => {
      const others = hello.extensions?.filter(({ type }) => type !== EXTENSION.heartbeat) ?? [];
      return { ...hello, extensions: [...others, heartbeatExtension(1)] };
    }),
  ],
}));

/** Each handshake message in one record of its own. */
export const MESSAGE_PER_RECORD: Variation = rewritten("one message in each record", () => {
  const messages = new HandshakeAssembler();
  return {
    came: (record) => {
      if (record.type !== CONTENT.handshake || messages.defect !== null) return [record];
      return messages.push(record.body).map(({ type, body }) => ({ ...record, body: encodeHandshake(type, body) }));
    },
  };
});

/** Records that are one of the requests, byte for byte, do not reach the tool. */
export const NO_ECHO: Variation = rewritten("its own bytes withheld", () => {
  const own: Uint8Array[] = [];
  return {
    sent: (record) => {
      if (requestIn(record) !== null) own.push(record.body);
      return [record];
    },
    came: (record: TlsRecord) =>
      record.type === CONTENT.heartbeat && own.some((body) => equal(body, record.body)) ? [] : [record],
  };
});
