import { describe, expect, test } from "vitest";
import { Delivery } from "./delivery.ts";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";

function delivery(dials: Partial<Dials>): Delivery {
  return new Delivery({ ...DEFAULT_DIALS, ...dials });
}

/** When what leaves, as "time: length" or "time: fin". */
function times(of: Delivery): readonly string[] {
  return of.take().map((action) => `${action.at}: ${action.kind === "send" ? action.bytes.length : action.kind}`);
}

describe("delivery", () => {
  test("plain: everything at once", () => {
    const way = delivery({});
    way.send(new Uint8Array(3), 10);
    way.send(new Uint8Array(4), 12);
    way.fin(12);
    expect(times(way)).toEqual(["10: 3", "12: 4", "12: fin"]);
  });

  test("a late first flight makes what follows late, without being delayed again", () => {
    const way = delivery({ helloDelayMs: 6000 });
    way.send(new Uint8Array(3), 0);
    way.enter("handshake");
    way.send(new Uint8Array(1), 100);
    way.send(new Uint8Array(2), 7000);
    expect(times(way)).toEqual(["6000: 3", "6000: 1", "7000: 2"]);
  });

  test("from the first heartbeat on everything is late by the same time, the end too", () => {
    const way = delivery({ answerDelayMs: 4000 });
    way.send(new Uint8Array(3), 0);
    way.enter("answer");
    way.send(new Uint8Array(1), 50);
    way.fin(60);
    expect(times(way)).toEqual(["0: 3", "4050: 1", "4060: fin"]);
  });

  test("segments keep their distance", () => {
    const way = delivery({ flightSegments: { bytes: 4, gapMs: 30 } });
    way.send(new Uint8Array(9), 5);
    way.enter("answer");
    way.send(new Uint8Array(9), 40);
    expect(times(way)).toEqual(["5: 4", "35: 4", "65: 1", "65: 9"]);
  });

  test.each(["silence", "fin", "reset"] as const)("nothing follows %s", (end) => {
    const way = delivery({});
    if (end === "silence") way.silence();
    else way[end](0);
    way.send(new Uint8Array(1), 1);
    expect(times(way)).toEqual(end === "silence" ? [] : [`0: ${end}`]);
  });
});
