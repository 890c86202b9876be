/** The screens there are: each with its place in the address and in the rail. */

import type { ComponentType } from "preact";
import type { Route } from "../state/route.ts";
import { ImportsScreen } from "./imports.tsx";
import { MatrixScreen } from "./matrix.tsx";
import { CellScreen } from "./cell.tsx";
import { DisagreementScreen } from "./disagreement.tsx";
import { DisagreementsScreen } from "./disagreements.tsx";
import { EndpointScreen } from "./endpoint.tsx";
import { AgreementScreen } from "./agreement/agreement.tsx";
import { DetectorScreen } from "./detectors/detector.tsx";
import { DetectorsScreen } from "./detectors/detectors.tsx";
import { OverviewScreen } from "./overview.tsx";
import { RangeScreen } from "./range/range.tsx";

export interface Screen {
  /** The first part of the address; empty: the overview. */
  readonly path: string;
  /** In the rail; null: one gets there from another screen. */
  readonly name: string | null;
  readonly Page: ComponentType<{ readonly route: Route }>;
}

export const SCREENS: readonly Screen[] = [
  { path: "", name: "Overview", Page: OverviewScreen },
  { path: "matrix", name: "Matrix", Page: MatrixScreen },
  { path: "imports", name: "Imports", Page: ImportsScreen },
  { path: "disagreements", name: "Disagreements", Page: DisagreementsScreen },
  { path: "disagreement", name: null, Page: DisagreementScreen },
  { path: "endpoint", name: null, Page: EndpointScreen },
  { path: "cell", name: null, Page: CellScreen },
  { path: "detectors", name: "Detectors", Page: DetectorsScreen },
  { path: "detector", name: null, Page: DetectorScreen },
  { path: "agreement", name: "Agreement", Page: AgreementScreen },
  { path: "range", name: "Range", Page: RangeScreen },
];
