/**
 * Answers wait until the document ends: its dates may stand behind them, a cut document gives no zeros, and where a
 * place was asked twice a zero does not stand beside a finding. A target of hundreds of kilobytes leaves one small answer.
 */

import { printedNegative } from "../../core/claims.ts";
import type { ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";

export function pendingAnswers() {
  const waiting: ReportAnswer[] = [];
  return {
    add: (answer: ReportAnswer): void => void waiting.push(answer),
    /** `time`: of the whole scan. */
    release(cut: boolean, time: ReportTime): readonly ReportEvent[] {
      const answers = waiting.splice(0);
      const found = new Set(answers.filter(({ finding }) => finding.outcome === "vulnerable").map(placeKey));
      return answers.map((answer) => {
        if (answer.finding.outcome !== "not_vulnerable") return { ...answer, time };
        if (found.has(placeKey(answer))) {
          return { kind: "dropped", what: answer.place, why: "not vulnerable, where the same report says vulnerable" };
        }
        const finding = cut ? printedNegative({ finished: "report_truncated" }) : answer.finding;
        return { ...answer, finding, time };
      });
    },
  };
}

const placeKey = ({ host, port, serverName }: ReportAnswer): string =>
  `${host.address ?? host.name} ${port} ${serverName}`.toLowerCase();
