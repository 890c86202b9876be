import { describe, expect, test } from "vitest";
import { finding, type Reason } from "../model/outcome.ts";
import { cellText, matrixCells } from "./matrix.ts";

const say = (detector: string, reason: Reason) => ({ detector, ...finding(reason) });

describe("matrix cells", () => {
  test.each<[Reason[], string, Reason]>([
    [["overread_answered"], "1", "overread_answered"],
    [["heartbeat_not_supported", "heartbeat_not_supported"], "0 ×2", "heartbeat_not_supported"],
    [["malformed_discarded_control_answered", "overread_answered"], "1:1 0:1", "overread_answered"],
    [
      ["heartbeat_not_supported", "silent_after_probe", "malformed_discarded_control_answered"],
      "0:2 ?:1",
      "malformed_discarded_control_answered",
    ],
    [["silent_at_hello", "connect_timeout"], "? ×2", "connect_timeout"],
  ])("%j reads %s because of %s", (reasons, text, because) => {
    const cell = matrixCells(reasons.map((reason) => say("a", reason))).get("a");
    expect(cell && cellText(cell)).toBe(text);
    expect(cell?.reason).toBe(because);
  });

  test("detectors keep their own cells, and one that was not asked has none", () => {
    const cells = matrixCells([say("a", "overread_answered"), say("b", "not_tls")]);
    expect([...cells.keys()]).toEqual(["a", "b"]);
    expect(cells.get("b")?.outcome).toBe("unknown");
  });
});
