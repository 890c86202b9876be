import { expect, test } from "vitest";
import { ALERT, ALERT_LEVEL, alertName, decodeAlert, encodeAlert } from "./alert.ts";
import { fromHex, toHex } from "./bytes.ts";

test("an alert is two bytes, and nothing else is an alert", () => {
  expect(toHex(encodeAlert(ALERT_LEVEL.fatal, ALERT.handshakeFailure))).toBe("0228");
  expect(decodeAlert(fromHex("0170"))).toEqual({ level: 1, description: ALERT.unrecognizedName });
  for (const hex of ["", "02", "022802", "0".repeat(64)]) expect(decodeAlert(fromHex(hex))).toBeNull();
});

test.each([
  [0, "close_notify"],
  [20, "bad_record_mac"],
  [40, "handshake_failure"],
  [48, "unknown_ca"],
  [52, "too_many_cids_requested"],
  [70, "protocol_version"],
  [86, "inappropriate_fallback"],
  [112, "unrecognized_name"],
  [120, "no_application_protocol"],
  [121, "ech_required"],
  [200, "alert_200"],
])("alert %d is called %s", (description, name) => {
  expect(alertName(description)).toBe(name);
});

test("no two alerts share a number", () => {
  const numbers = Object.values(ALERT);
  expect(new Set(numbers).size).toBe(numbers.length);
});
