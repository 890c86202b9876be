/** What the importer drops: every verdict, because none says whose it is. */

import type { ReportFixture } from "../../testing/check.ts";

const START = "Connecting...\nSending Client Hello...\nWaiting for Server Hello...\n";

export const SSLTEST_TEXT_FIXTURES: readonly ReportFixture[] = [
  "WARNING: server returned more data than it should - server is vulnerable!",
  "No heartbeat response received, server likely not vulnerable",
  "Server returned error, likely not vulnerable",
  "Server closed connection without sending Server Hello.",
].map((verdict) => ({ what: verdict, document: `${START}${verdict}\n`, answers: [], dropped: 1 }));
