/** What a ServerHello settles, and whether our client can go on with it. */

import type { ClientHello } from "../core/wire/client-hello.ts";
import { EXTENSION } from "../core/wire/extensions.ts";
import { selectedVersion, type ServerHello } from "../core/wire/server-hello.ts";
import { type Suite, suite as suiteFacts } from "../core/wire/suites.ts";
import { SSL30, versionName } from "../core/wire/version.ts";
import type { ClientFailure } from "./client-event.ts";
import { suiteProtection } from "./key-schedule.ts";

export interface Negotiated {
  readonly suite: Suite;
  readonly version: number;
  readonly hello: ServerHello;
}

export type Negotiation =
  | ({ readonly ok: true } & Negotiated)
  | { readonly ok: false; readonly reason: ClientFailure; readonly why: string };

/** Extensions that would change the record protection in ways not done here. */
const UNSUPPORTED_EXTENSIONS: readonly number[] = [EXTENSION.truncatedHmac, EXTENSION.encryptThenMac];

/** Judges the server's choice by what was offered and by what we can do. */
export function negotiate(offered: ClientHello, hello: ServerHello): Negotiation {
  const refuse = (reason: ClientFailure, why: string): Negotiation => ({ ok: false, reason, why });
  const version = selectedVersion(hello);
  const suite = suiteFacts(hello.suite);
  if (version < SSL30 || version > offered.version) {
    return refuse("unsupported", `the server chose ${versionName(version)}`);
  }
  if (suite === undefined || !offered.suites.includes(hello.suite) || hello.compression !== 0) {
    return refuse("malformed", "the server chose a suite or compression that was not offered");
  }
  if (suiteProtection(suite, version) === null) {
    return refuse("unsupported", `${suite.name} in ${versionName(version)}`);
  }
  if (hello.extensions?.some(({ type }) => UNSUPPORTED_EXTENSIONS.includes(type))) {
    return refuse("unsupported", "the server agreed to an extension of the record protection");
  }
  return { ok: true, suite, version, hello };
}
