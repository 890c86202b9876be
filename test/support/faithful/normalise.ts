/**
 * What of two conversations is compared. Everything that a genuine server and its twin cannot have in common by nature is taken out
 * here and nowhere else, each with its reason. Sizes of RSA certificates need not be: the twin's are made as long.
 */

import type { Conversation } from "./recording-relay.ts";

/** Whose conversation it is. */
export interface Asked {
  /** Id of the server. */
  readonly id: string;
  readonly detector: string;
  /** Several suites, of which the client's first is taken. */
  readonly clientChooses: boolean;
}

interface Rule {
  readonly reason: string;
  apply(conversation: Conversation, asked: Asked): Conversation;
}

/** Heartbeats that the native flight sends before it waits: control, probe, big control. */
const QUESTIONS = 3;
const FATAL_ALERT = /^alert .*: 2\/|^alert .* protected$/;

const RULES: readonly Rule[] = [
  {
    reason:
      "how many heartbeats a client adds while it waits is a matter of time: of its records the first is compared, " +
      "and, where every answer has to be waited for, that it added any",
    apply: (one, { id, detector }) => {
      const waited = detector === "native" && /^node-0\.10\.[01]\//.test(id) && one.client.length > 1 + QUESTIONS;
      return { ...one, client: [...one.client.slice(0, 1), ...(waited ? ["and more"] : [])] };
    },
  },
  {
    reason: "a DSA or ECDSA signature is shorter where a number in it begins with zeros, as is a Diffie-Hellman key",
    apply: (one) => edit(one, withoutChance),
  },
  {
    reason: "certificates of DSA and elliptic keys are padded until a low byte fits, in as many rounds as chance wants",
    apply: (one, { id }) =>
      /ds[as]|ecdh-rsa/.test(id)
        ? edit(one, (entry) => (entry.includes(": certificate ") ? lowBytes(entry) : entry))
        : one,
  },
  {
    reason: "nmap offers its suites in another order each time: where the client chooses, chance does",
    apply: (one, { detector, clientChooses }) =>
      detector === "nmap" && clientChooses
        ? {
            ...one,
            server: one.server.filter((entry) => !/: (certificate|serverKeyExchange|certificateRequest) /.test(entry)),
          }
        : one,
  },
  {
    reason: "a client that leaves does so before or after the rest of a long answer, with FIN or RST as it comes",
    apply: (one) =>
      one.ended?.by === "client"
        ? {
            ...edit(one, (entry) =>
              /^\d+ bytes of a record$|^heartbeat .* \d{5}$/.test(entry) ? "long heartbeat" : entry,
            ),
            ended: { by: "client", how: "fin" },
          }
        : one,
  },
  {
    reason: "both ends close after a fatal alert, and which of the two is noted first is a race",
    apply: (one) => (FATAL_ALERT.test(one.server.at(-1) ?? "") ? { ...one, ended: null } : one),
  },
  {
    reason: "Node 0.8 writes its last alert again and again until it is rid of the connection",
    apply: (one) => ({
      ...one,
      server: one.server.filter((entry, i) => !(FATAL_ALERT.test(entry) && entry === one.server[i - 1])),
    }),
  },
];

function edit(conversation: Conversation, change: (entry: string) => string): Conversation {
  return { ...conversation, server: conversation.server.map(change) };
}

/** Takes what the log notes as `(71 by chance)` from the lengths of the message and of its record. */
function withoutChance(entry: string): string {
  const chance = Number(/\((-?\d+) by chance\)/.exec(entry)?.[1] ?? 0);
  if (chance === 0) return entry;
  return entry
    .replace(/ \(-?\d+ by chance\)/, "")
    .replaceAll(/\d+(?=:)|(?<=serverKeyExchange )\d+/g, (length) => String(Number(length) - chance));
}

function lowBytes(entry: string): string {
  return entry.replaceAll(/\d+(?=:)|(?<=certificate )\d+/g, (length) => `…${Number(length) % 256}`);
}

/** A conversation in a line: who asked what, what came back, how it ended. */
export function normalised(conversation: Conversation, asked: Asked): string {
  const { client, server, ended } = RULES.reduce((one, rule) => rule.apply(one, asked), conversation);
  const end = ended === null ? "" : `; ${ended.by} ${ended.how}`;
  return `${client.join(" | ")} => ${server.join(" | ")}${end}`;
}
