/** Settings as the engine and the pack want them. */

import type { Limits } from "../../engine/options.ts";
import { DEFAULT_LIMITS } from "../../engine/options.ts";
import type { ProbeOptions } from "../../packs/pack.ts";
import { CommandError, EXIT } from "./exit.ts";
import type { Settings } from "./settings.ts";

export function probeOptions(settings: Settings): ProbeOptions {
  const { draws, allowOverread, includeFragile, connectTimeoutMs, quickMs, patientMs } = settings;
  return { draws, allowOverread, includeFragile, connectTimeoutMs, quickMs, patientMs, psk: readPsk(settings.psk) };
}

export function limits(settings: Settings): Limits {
  const { concurrency, perHost, perNetwork, rate, jitterMs, retries } = settings;
  return {
    ...DEFAULT_LIMITS,
    concurrency,
    perHost,
    perNetwork,
    ratePerSecond: rate === 0 ? null : rate,
    jitterMs,
    retries,
  };
}

/** `Client_identity:1a2b3c`, the key in hexadecimal digits as OpenSSL's -psk takes it. */
function readPsk(text: string): ProbeOptions["psk"] {
  if (text === "") return null;
  const colon = text.lastIndexOf(":");
  const hex = text.slice(colon + 1);
  if (colon < 1 || hex.length === 0 || hex.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(hex)) {
    throw new CommandError(EXIT.usage, "--psk: expected IDENTITY:KEY, the key in hexadecimal digits");
  }
  return { identity: text.slice(0, colon), key: Uint8Array.from(Buffer.from(hex, "hex")) };
}
