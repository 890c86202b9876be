/** The thread that computes agreement, over a connection of its own: seconds, for a hundred thousand endpoints, in which the server answers. */

import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../../../io/store/open-store.ts";
import { type AgreementQuestion, agreementOfStore } from "./report-of-store.ts";

const { db } = workerData as { readonly db: string };
const opened = openStore(db);

parentPort?.on("message", ({ id, question }: { readonly id: number; readonly question: AgreementQuestion }) => {
  opened.then(
    (store) => {
      try {
        parentPort?.postMessage({ id, answer: agreementOfStore(store, question) });
      } catch (error) {
        parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
      }
    },
    (error: unknown) =>
      parentPort?.postMessage({ id, problem: error instanceof Error ? error.message : String(error) }),
  );
});
