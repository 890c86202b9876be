/** The screens there are: each with its place in the address and in the rail. */

import type { ComponentType } from "preact";
import type { Route } from "../state/route.ts";
import { CompareScreen } from "./compare.tsx";
import { ImportsScreen } from "./imports.tsx";
import { OverviewScreen } from "./overview.tsx";
import { RunsScreen } from "./runs.tsx";

export interface Screen {
  /** The first part of the address; empty: the overview. */
  readonly path: string;
  /** In the rail; null: one gets there from another screen. */
  readonly name: string | null;
  readonly Page: ComponentType<{ readonly route: Route }>;
}

export const SCREENS: readonly Screen[] = [
  { path: "", name: "Overview", Page: OverviewScreen },
  { path: "runs", name: "Runs", Page: RunsScreen },
  { path: "imports", name: "Imports", Page: ImportsScreen },
  { path: "compare", name: "Compare", Page: CompareScreen },
];
