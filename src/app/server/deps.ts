/** What the routes are given: everything that is bound in serve.ts, nothing of it made here. */

import type { AccessScope, Desk } from "../../core/ports/desk.ts";
import type { Store } from "../../core/ports/store.ts";
import type { Configuration } from "../cli/context.ts";
import type { Agreements } from "./agreement/agreements.ts";
import type { Board } from "./board/board.ts";
import type { Hub } from "./hub.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Judging } from "./judging/judging.ts";
import type { Sessions } from "./security/sessions.ts";

/** Who asks, and what they may do. */
export interface Principal {
  readonly who: string;
  readonly scopes: readonly AccessScope[];
  /** The id of the token it rests on; null: the session that `serve` opened on this machine. */
  readonly token: string | null;
}

export interface Deps {
  readonly store: Store;
  readonly desk: Desk;
  readonly board: Board;
  readonly judging: Judging;
  readonly agreements: Agreements;
  readonly hub: Hub;
  readonly sessions: Sessions;
  readonly jobs: Jobs;
  readonly configuration: Configuration;
  /** crosscheck's version. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Hono's variables of a request. */
export interface Env {
  readonly Variables: { readonly principal: Principal };
}
