/** Causes that lie in how a tool reads, waits and concludes (annex C: C-05, C-08 to C-10, C-28, C-30). */

import type { Cause } from "./cause.ts";
import { answered, requested, some, waited } from "./signs.ts";
import * as vary from "./variations.ts";

export const IN_HOW_IT_READS: readonly Cause[] = [
  {
    id: "patience",
    annex: ["C-09"],
    factor: "patience",
    likely: (seen) => (waited(seen) > 0 ? 7 : 0),
    variations: () => [vary.PATIENT],
    words: (_value, seen) => {
      const own = waited(seen) / 1000;
      return {
        because: `it waits ${own.toFixed(0)} s and no longer`,
        same: `the same with up to ${(own * vary.PATIENCE).toFixed(0)} s`,
      };
    },
  },
  {
    id: "extension_gate",
    annex: ["C-05"],
    factor: "heartbeat extension in the ServerHello",
    likely: (seen) => {
      const hidden = seen.connections.some(({ chosen }) => chosen !== null && chosen.heartbeatMode !== 1);
      return hidden ? (requested(seen) ? 2 : 8) : 0;
    },
    variations: () => [vary.EXTENSION_SHOWN],
    words: () => ({
      because: "it asks only servers whose ServerHello allows heartbeats",
      same: "the same ServerHello with the extension put into it",
    }),
  },
  {
    id: "warnings",
    annex: ["C-10"],
    factor: "warning alerts",
    likely: (seen) =>
      seen.connections.some(({ warnings }) => warnings > 0)
        ? 9
        : seen.connections.some(({ alerts, fatal }) => alerts > fatal.length)
          ? 7
          : 0,
    variations: () => [vary.NO_WARNINGS],
    words: () => ({
      because: "it stops reading at a warning alert",
      same: "the same answer without the warning",
    }),
  },
  {
    id: "framing",
    annex: ["C-08"],
    factor: "records of the server's flight",
    likely: (seen) => (seen.connections.some(({ mixed }) => mixed) ? (requested(seen) ? 2 : 8) : 0),
    variations: () => [vary.MESSAGE_PER_RECORD],
    words: () => ({
      because: "it wants every handshake message in a record of its own",
      same: "the same flight, one message in each record",
    }),
  },
  {
    id: "reads",
    annex: ["C-08"],
    factor: "segmentation of what it reads",
    likely: (seen) => (answered(seen) ? 6 : 4),
    variations: () => [vary.WHOLE_READS],
    words: () => ({
      because: "it takes what one read brings for the whole",
      same: "the same bytes, every read continued until it has all",
    }),
  },
  {
    id: "no_sign_of_life",
    annex: ["C-09"],
    factor: "silence of a repaired server",
    likely: (seen, { observed, wanted }) =>
      observed === "unknown" && wanted === "not_vulnerable" && requested(seen) && !answered(seen) ? 6 : 0,
    variations: () => [vary.REFUSED_RECORD],
    words: () => ({
      because: "it takes the silence of a repaired server for a failure",
      same: "the same request with a record behind it that has to be refused",
    }),
  },
  {
    id: "lenient_padding",
    annex: ["C-28", "C-30"],
    factor: "reading of answers without padding",
    likely: (seen, { observed, wanted }) =>
      observed === "vulnerable" &&
      wanted === "not_vulnerable" &&
      some(seen, ({ requests }) => requests.some(({ claimed, carried }) => claimed <= carried))
        ? 8
        : 0,
    variations: () => [vary.ONE_BYTE_MORE],
    words: () => ({
      because: "its request carries all it claims, so that an answer shows leniency about padding and no memory",
      same: "the same request claiming one byte more than it carries",
    }),
  },
  {
    id: "echo",
    annex: ["C-30", "C-28"],
    factor: "reading of its own bytes",
    likely: (seen, { observed, wanted }) =>
      observed !== wanted && wanted === "not_vulnerable" && answered(seen) ? 5 : 0,
    variations: () => [vary.NO_ECHO],
    words: () => ({
      because: "it takes its own bytes, sent back, for an answer",
      same: "the same without the echo",
    }),
  },
  {
    id: "reset",
    annex: ["C-10"],
    factor: "reading of a reset",
    likely: (seen, { observed, wanted }) =>
      observed === "unknown" && wanted === "not_vulnerable" && some(seen, ({ ended }) => ended === "reset") ? 7 : 0,
    variations: () => [vary.CLOSED_NOT_RESET],
    words: () => ({
      because: "it takes the server's reset for a failure of its own",
      same: "the same end shown as a close",
    }),
  },
];
