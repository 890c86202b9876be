/** Puts the page where it belongs. */

import { render } from "preact";
import { App } from "./app.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/parts.css";
import "./styles/overview.css";
import "./styles/imports.css";
import "./styles/matrix.css";
import "./styles/endpoint.css";
import "./styles/cell.css";
import "./styles/disagreement.css";
import "./styles/detectors.css";
import "./styles/agreement.css";
import "./styles/range.css";

const page = document.getElementById("page");
if (page !== null) render(<App />, page);
