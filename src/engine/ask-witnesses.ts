/**
 * Asks the other scanners about an endpoint, after our own detectors have: what locks up, has stopped answering or is not there
 * is known by then, and no tool is let loose on it.
 */

import { type Finding, finding, type Reason } from "../core/model/outcome.ts";
import { protocolOfPort } from "../core/starttls/protocols.ts";
import type { Witness } from "../core/ports/witness.ts";
import type { StoredEndpoint } from "../core/ports/store.ts";
import type { Logbook } from "./logbook.ts";
import type { ChooseNext } from "./options.ts";
import { Semaphore } from "./semaphore.ts";

/** Who is asked, how often, and a limit for each. */
export interface Witnesses {
  readonly list: readonly { readonly witness: Witness; readonly limit: Semaphore }[];
  readonly repeats: number;
  /** null: everybody is asked, at once. */
  readonly choose: ChooseNext | null;
}

export function witnessesOf(witnesses: readonly Witness[], repeats: number, choose: ChooseNext | null): Witnesses {
  const list = witnesses.map((witness) => ({ witness, limit: new Semaphore(witness.concurrency) }));
  return { list, repeats, choose };
}

/** Reasons of ours for which nobody else is sent there either. */
const LEAVE_ALONE: readonly Reason[] = ["host_stopped_answering", "fragile_device_left_alone", "out_of_scope"];
/** Where nothing was promised and we found nothing, there is nothing to ask about. */
const NOTHING_THERE: ReadonlySet<Reason> = new Set([
  "connect_refused",
  "connect_timeout",
  "connect_unreachable",
  "connect_reset",
  "not_tls",
  "silent_at_hello",
]);

/**
 * Says whether everybody was asked who was to be: false when the run is to stop before. `obstacle`: why nothing may be connected to, at
 * the very moment; it is asked again when the waiting for others is over.
 */
export async function askWitnesses(
  { list, repeats, choose }: Witnesses,
  stored: StoredEndpoint,
  logbook: Logbook,
  obstacle: () => Finding | null,
  stopping: AbortSignal,
): Promise<boolean> {
  const { address, port, serverName, origin, transport } = stored.endpoint;
  if (list.length === 0 || address === null || port === null) return true;
  const nothing = origin === "discovered" && logbook.reasons.some((reason) => NOTHING_THERE.has(reason));
  if (nothing && !logbook.reasons.some((reason) => !NOTHING_THERE.has(reason))) return true;
  const startTls = stored.endpoint.startTls ?? protocolOfPort(port);
  const question = { address, port, serverName, name: stored.name, startTls };
  const ask = async ({ witness, limit }: Witnesses["list"][number]): Promise<boolean> => {
    for (let times = logbook.times(witness.identity.id); times < repeats; times++) {
      if (stopping.aborted) return false;
      if (transport === "udp") {
        await logbook.add(witness.identity, finding("tool_not_applicable", "it asks over TCP"));
        continue;
      }
      const answer = await limit.run(async () => {
        // Others were asked meanwhile: the scope may have ended, the host have fallen over.
        const left = LEAVE_ALONE.find((reason) => logbook.reasons.includes(reason));
        const why = left === undefined ? obstacle() : finding(left, "our own detectors were there first");
        return why ?? (stopping.aborted ? null : await witness.ask(question, stopping));
      });
      if (answer === null) return false;
      if ("reason" in answer) {
        await logbook.add(witness.identity, answer);
        continue;
      }
      if (answer.finding.reason === "interrupted") return false;
      await logbook.addForeign(witness.identity, answer);
    }
    return true;
  };
  if (choose === null) return (await Promise.all(list.map(ask))).every(Boolean);
  for (;;) {
    const left = list.filter(({ witness }) => logbook.times(witness.identity.id) < repeats);
    const next = choose(
      logbook.said,
      left.map(({ witness }) => witness.identity),
    );
    const chosen = left.find(({ witness }) => witness.identity.id === next?.id);
    if (chosen === undefined) return true;
    if (!(await ask(chosen))) return false;
  }
}
