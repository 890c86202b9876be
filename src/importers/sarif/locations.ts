/** Which hosts the locations of a SARIF result mean: URLs do, paths of files do not (SARIF 2.1.0, 3.4 and 3.29). */

import { own, ownList, ownText } from "../../documents/json.ts";
import { siteOf } from "../web-sites.ts";

const MOST = 50;

/** What is written as a location: `uri` is absolute, or relative to a base that is known at the end of the run. */
export interface Written {
  readonly uri: string;
  readonly base: string | null;
  readonly artifact: number | null;
}

export function writtenLocations(result: unknown): readonly Written[] {
  const physical = ownList(result, "locations")
    .slice(0, MOST)
    .map((each) => own(each, "physicalLocation", "artifactLocation"));
  const found = [...physical, own(result, "analysisTarget")].flatMap((each) => writtenOf(each) ?? []);
  const target = ownText(result, "webRequest", "target") ?? "";
  return found.length === 0 && /^https?:\/\//i.test(target)
    ? [{ uri: origin(target), base: null, artifact: null }]
    : found;
}

function writtenOf(location: unknown): Written | null {
  const uri = ownText(location, "uri");
  const base = ownText(location, "uriBaseId");
  const index = own(location, "index");
  const artifact = typeof index === "number" && index >= 0 ? index : null;
  if (uri === null && base === null && artifact === null) return null;
  return { uri: origin(uri ?? ""), base: uri !== null && /^[a-z][a-z0-9+.-]*:\/\//i.test(uri) ? null : base, artifact };
}

const REPOSITORY = /\/(?:blob|raw|tree|-)\//;

/**
 * Of a URL, what names the host; of `host:443`, itself; of anything else nothing, for a bare word is the name of a
 * file, and an address with a path to source code is no target.
 */
export function origin(uri: string): string {
  const text = uri.trim();
  const absolute = /^(?:https?|wss?|tls|ssl|tcp):\/\/[^/?#]+/i.exec(text);
  if (absolute !== null) return REPOSITORY.test(text) ? "" : absolute[0];
  return /^(?:\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i.test(text) || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? text : "";
}

/** The origin that a location means, once bases and artifacts are known; null: no host. */
export function resolved(
  { uri, base, artifact }: Written,
  bases: ReadonlyMap<string, string>,
  artifacts: ReadonlyMap<number, string>,
): string | null {
  const text =
    uri || (base === null ? "" : (bases.get(base) ?? "")) || (artifact === null ? "" : (artifacts.get(artifact) ?? ""));
  return text === "" || siteOf(text) === null ? null : text;
}
