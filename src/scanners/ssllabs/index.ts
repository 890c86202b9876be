/**
 * Qualys SSL Labs as a service: an assessment from Qualys' machines over its public API (reference/report-formats.md 3.3,
 * detectors.md 2.21). What the JSON means is shared with the importer.
 */

import { finding } from "../../core/model/outcome.ts";
import type { Service } from "../service.ts";
import { notApplicable } from "./applicable.ts";
import { assess } from "./conversation.ts";
import { MAPPING } from "./mapping.ts";
import { OPTIONS, readOptions } from "./options.ts";

export const ssllabsService: Service = {
  id: "ssllabs",
  title: "Qualys SSL Labs",
  homepage: "https://www.ssllabs.com/ssltest/",
  lineage: "ssllabs",
  packs: ["heartbleed"],
  sends:
    "A name goes to Qualys, whose machines resolve it and assess port 443 of every address one after the other, a minute or more each, with hundreds of connections. How its Heartbleed test decides is not published; its result is true or false.",
  blindSpots: [
    "Its Heartbleed field has no value for a test that failed, unlike its sister fields: only the endpoint's message tells (documentation of the API, v3 and v4).",
    "False positives and false negatives were reported in August 2016 (ssllabs/ssllabs-scan issue 382, open).",
    "Servers that ban or slow down whoever connects too often are not assessed (ssllabs/ssllabs-scan issues 75, 308).",
    "Only public names at port 443; a name whose addresses differ by place is resolved where Qualys is.",
    "A server that crashed in an earlier assessment is refused the full test (documentation, fragileServer).",
  ],
  mapping: MAPPING,
  tells:
    "Qualys learns the name, your address and, with version 4 of its API, your registered e-mail address; the result is not put on its public boards (publish=off). Its terms restrict commercial use: https://www.ssllabs.com/about/terms.html",
  tellsThirdParty: true,
  origin: "https://api.ssllabs.com",
  options: OPTIONS,
  limits: { requestMs: 60_000, totalMs: 4 * 3_600_000, maxBytes: 4 << 20, concurrency: 3 },
  start(question, options) {
    const no = notApplicable(question);
    if (no !== null) return no;
    const settings = readOptions(options);
    return typeof settings === "string" ? finding("tool_not_applicable", settings) : assess(question, settings);
  },
};
