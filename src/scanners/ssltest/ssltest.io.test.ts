/** The recorded outputs of the genuine script (shared/samples/captures/README.md; report-formats.md, section 5). */

import { expect, test } from "vitest";
import { readCaptures, streams } from "../testing/captures.ts";
import { ssltest } from "./index.ts";

test("every capture", (context) => {
  expect(readCaptures(context, ssltest, "ssltest", streams)).toEqual({
    "9601": "finding_reported",
    "9602": "negative_reported",
    // It printed 'likely not vulnerable' for both, and both are vulnerable.
    "9603": "tls_version_not_covered",
    "9604": "tls_version_not_covered",
    "9605": "finding_reported",
    "9606": "tool_handshake_failed",
    "9607": "finding_reported",
    "9610": "tool_handshake_failed",
    "9612": "tool_handshake_failed",
    "9613": "tool_handshake_failed",
    // A device on the path hides a vulnerable server: in the first and the last nobody can see it.
    "9620": "negative_reported",
    "9621": "reset_after_probe",
    "9624": "check_failed",
    "9626": "negative_reported",
    "9622": "tool_handshake_failed",
    "9623": "finding_reported",
    "9625": "finding_reported",
    "9627": "finding_reported",
    "9633": "negative_reported",
    "9634": "negative_reported",
    "9699": "port_closed",
  });
});
