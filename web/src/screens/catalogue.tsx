/** The screens there are: each with its place in the address and in the rail. */

import type { ComponentType } from "preact";
import type { Route } from "../state/route.ts";
import { OverviewScreen } from "./overview.tsx";
import { SettingsScreen } from "./settings.tsx";

export interface Screen {
  /** The first part of the address; empty: the overview. */
  readonly path: string;
  /** In the rail; null: one gets there from another screen. */
  readonly name: string | null;
  readonly Page: ComponentType<{ readonly route: Route }>;
}

export const SCREENS: readonly Screen[] = [
  { path: "", name: "Overview", Page: OverviewScreen },
  { path: "settings", name: "Settings", Page: SettingsScreen },
];
