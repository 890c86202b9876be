/**
 * The closed vocabulary of an answer: outcome (1 / 0 / ?), evidence (how it is known) and reason (why this outcome).
 * This table is the single source for the CLI's words, docs/outcomes.md, the JSON Schema and the tests.
 * No outcome exists without a reason, and every reason belongs to exactly one outcome, so that an error can never
 * be spelled as a zero.
 */

/** 1, 0 and ?: what one observation, or a verdict, says about an endpoint. */
export const OUTCOMES = ["vulnerable", "not_vulnerable", "unknown"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The sign that stands for an outcome where colour cannot be relied on. */
export const OUTCOME_SYMBOL: Readonly<Record<Outcome, string>> = { vulnerable: "1", not_vulnerable: "0", unknown: "?" };

/** How the answer is known, strongest first. */
export const EVIDENCE_MEANING = {
  demonstrated: "only a vulnerable server does this, and it was seen",
  refuted: "the probe was consumed and refused, bracketed by signs of life on the same connection",
  absent: "the feature is not there, shown by a control",
  inferred: "silence, a time-out, a banner or a version: a hint, never a proof",
  reported: "somebody's claim",
} as const;
export type Evidence = keyof typeof EVIDENCE_MEANING;
export const EVIDENCES = Object.keys(EVIDENCE_MEANING) as readonly Evidence[];

/** What is known about one reason code. `retry`: asking again, more patiently or later, can settle it. */
export interface ReasonFacts {
  readonly outcome: Outcome;
  readonly evidence: Evidence;
  readonly meaning: string;
  readonly retry: boolean;
  readonly advice: string;
  /** A sign that something meddles with heartbeats, or that several machines answer: a zero that was seen in plain text only cannot stand beside it. */
  readonly undermines?: true;
  /** Known from records under the session's own keys, which nothing on the path can forge or remove unnoticed. */
  readonly authentic?: true;
  /** Says why a tool or a report did not answer: it tells little about the endpoint itself. */
  readonly secondhand?: true;
}

const one = (evidence: Evidence, meaning: string, advice: string) =>
  ({ outcome: "vulnerable", evidence, meaning, retry: false, advice }) as const;
const zero = (evidence: Evidence, meaning: string, advice: string) =>
  ({ outcome: "not_vulnerable", evidence, meaning, retry: false, advice }) as const;
const sealedZero = (meaning: string, advice: string) =>
  ({ ...zero("refuted", meaning, advice), authentic: true }) as const;
const open = (meaning: string, advice: string, retry = false) =>
  ({ outcome: "unknown", evidence: "inferred", meaning, retry, advice }) as const;
const unheard = (meaning: string, advice: string, retry = false) =>
  ({ ...open(meaning, advice, retry), secondhand: true }) as const;
const meddled = (meaning: string, advice: string) => ({ ...open(meaning, advice), undermines: true }) as const;

/** Every reason code there is. Sorted by outcome, then by how far the conversation got. */
export const REASONS = {
  // ---- 1
  overread_answered: one(
    "demonstrated",
    "a heartbeat request that claims more than it carries was answered with more than it carried",
    "Patch, then replace keys and certificates; treat what the process held in memory as disclosed.",
  ),
  finding_reported: one(
    "reported",
    "a tool or a report says vulnerable, having asked",
    "Treat it as vulnerable; ask it yourself to have proof.",
  ),
  finding_excepted: one(
    "reported",
    "a report says vulnerable, and that somebody accepted it as an exception",
    "Accepted is not repaired: treat it as vulnerable.",
  ),
  version_reported: one(
    "inferred",
    "a version, a banner or a list of packages says vulnerable; nobody asked the service",
    "Ask it: repaired builds often keep the old version.",
  ),
  // ---- 0
  malformed_discarded_control_answered: zero(
    "refuted",
    "well-formed heartbeats are answered, the malformed ones were discarded, and the connection was alive before and after",
    "Repaired or never vulnerable now. Find out whether it had been vulnerable before.",
  ),
  malformed_discarded_encrypted: sealedZero(
    "under encryption, well-formed heartbeats are answered, the malformed one was discarded, and the server was alive before and after",
    "Repaired or never vulnerable now. Find out whether it had been vulnerable before.",
  ),
  heartbeats_consumed_unanswered: sealedZero(
    "encrypted heartbeats reached the server, as the record sequence proves, none was answered, and it was alive afterwards",
    "Nothing to do for this flaw.",
  ),
  heartbeat_refused_by_peer: sealedZero(
    "the server itself refused the heartbeat with an alert under the session's own keys",
    "Nothing to do for this flaw.",
  ),
  probe_echoed_by_peer: sealedZero(
    "the server itself, under the session's own keys, sent the over-claiming request back byte for byte and nothing beyond it",
    "Not this flaw. Other tools may call this host vulnerable: that is their mistake.",
  ),
  heartbeat_not_supported: zero(
    "absent",
    "the extension was offered and not negotiated, and heartbeat records were seen to arrive and not to be answered",
    "Nothing to do for this flaw.",
  ),
  heartbeat_ends_connection: zero(
    "absent",
    "the extension was offered and not negotiated, as a completed handshake proves, and a heartbeat made the server close",
    "Nothing to do for this flaw.",
  ),
  tls13_only: zero(
    "absent",
    "TLS 1.3 is accepted and every older hello tried was refused by alert; no TLS 1.3 stack carries this code",
    "Nothing to do for this flaw on this endpoint. Check that no older node answers for the same name.",
  ),
  negative_reported: zero(
    "reported",
    "a tool or a report says not vulnerable, and shows that its question was answered",
    "A claim, not a proof: ask it yourself.",
  ),
  extension_absent_reported: zero(
    "reported",
    "a tool or a report says that the server does not offer heartbeats, and shows that it was answered",
    "A claim, not a proof: servers may answer heartbeats that they never offered.",
  ),
  negative_derived: zero(
    "reported",
    "a report lists no finding, and itself shows that the check ran against this port and could have answered",
    "A claim, not a proof: ask it yourself.",
  ),
  repair_reported: zero(
    "reported",
    "a report lists an earlier finding as repaired or overruled",
    "A claim, not a proof: ask it yourself, and see to keys and certificates.",
  ),
  // ---- ? before any connection
  dns_failure: open("the name could not be resolved", "Check the name and the resolver; retry later.", true),
  dns_no_address: open("the name exists but has no A or AAAA record", "Check the name; give an address."),
  out_of_scope: open("the address is not covered by the scope file", "Add it to the scope if testing it is permitted."),
  not_covered: open("the run did not reach this endpoint", "Resume the run."),
  interrupted: open("the run was interrupted during this test", "Resume the run.", true),
  host_stopped_answering: open(
    "the host stopped answering after a probe, so it was left alone from then on",
    "Look at the host by hand first: it may have banned us, or it may have fallen over.",
  ),
  fragile_device_left_alone: open(
    "the certificate is that of an appliance known to lock up on heartbeat scans (HP iLO 1/2)",
    "Check the firmware version in the management console instead.",
  ),
  // ---- ? connecting
  connect_refused: open("the connection was refused: nothing listens there now", "Check address and port."),
  connect_timeout: open("no answer to the connection request", "A filter may drop us: try another vantage.", true),
  connect_unreachable: open("network or host unreachable", "Check routing; try another vantage.", true),
  connect_reset: open("the connection was reset while it was being opened", "Retry; a filter may be at work.", true),
  local_resources: open("this machine ran out of ports, files or memory", "Lower the concurrency and resume.", true),
  // ---- ? hello
  not_tls: open("what listens there does not speak TLS", "Check the port; it may need STARTTLS."),
  starttls_not_offered: open(
    "TLS begins here only after a dialogue, and the server does not offer it in that dialogue",
    "Nothing was asked over TLS. A device on the path may have struck the offer out: test from inside.",
  ),
  starttls_refused: open(
    "the server offers TLS in its dialogue, or greets, and then refuses to begin it",
    "Nothing was asked over TLS. Read what it said in the transcript.",
  ),
  starttls_failed: open(
    "the dialogue before TLS came to no end: silence, a close, or words that do not belong there",
    "Nothing was asked over TLS. Check port and protocol; retry with more patience.",
    true,
  ),
  silent_at_hello: open("connected, but no answer to the ClientHello", "Retry with more patience.", true),
  closed_at_hello: open(
    "closed the connection on the ClientHello, in every form tried",
    "Retry; try another vantage.",
    true,
  ),
  reset_at_hello: open(
    "reset the connection on the ClientHello, in every form tried",
    "Retry; try another vantage.",
    true,
  ),
  tls_alert: open("refused every form of ClientHello with an alert", "See the alert in the transcript."),
  server_name_required: open(
    "refuses to talk without the right server name",
    "Give the name: CSV column name, or NAME@ADDRESS.",
  ),
  protocol_error: open("the answer is not well-formed TLS", "Read the transcript; it may not be a TLS server."),
  // ---- ? after the probe
  silent_after_probe: open("no sign of life after the probe", "Retry with more patience; try another vantage.", true),
  closed_after_probe: open(
    "closed the connection after the probe without an answer",
    "Only the over-read rung (opt-in) or another vantage can tell.",
    true,
  ),
  reset_after_probe: open(
    "reset the connection after the probe",
    "A filter may be at work: try another vantage.",
    true,
  ),
  heartbeat_lost_on_path: meddled(
    "heartbeat records disappear between us and the server while others arrive",
    "A device on the path hides the answer: test from inside.",
  ),
  alert_unauthenticated: meddled(
    "an alert came back in answer to a heartbeat, but nothing proves that the server itself sent it",
    "A device on the path may answer for the server: test from inside.",
  ),
  silent_after_encrypted_probe: {
    ...meddled("no sign of life after the probe under encryption", "Retry with more patience; test from inside."),
    retry: true,
  },
  closed_after_encrypted_probe: meddled(
    "closed the connection after the probe under encryption, without an answer",
    "Test from inside.",
  ),
  reset_after_encrypted_probe: meddled("reset the connection after the probe under encryption", "Test from inside."),
  zero_not_confirmed: open(
    "fewer connections agreed on the zero than were asked for",
    "Retry; several machines may answer, or a filter may have shut us out.",
    true,
  ),
  answer_echoed: meddled("our own bytes came back: an echo, not a heartbeat answer", "Look at what listens there."),
  answer_implausible: meddled("what came back is not what any heartbeat implementation sends", "It may be a honeypot."),
  handshake_failed: open(
    "the handshake could not be completed, so nothing could be asked under encryption",
    "See the transcript.",
  ),
  no_common_suite: open(
    "the server only accepts cipher suites that our own client cannot complete",
    "Use a tool that can.",
  ),
  too_much_data: open(
    "the server sent more than any handshake needs, the limit was reached",
    "A hostile or broken server.",
  ),
  too_slow: open(
    "the server kept the conversation going too slowly to finish within the limit",
    "A hostile or broken server.",
  ),
  // ---- ? other detectors
  no_evidence: open("the transcript does not contain what would be needed to decide", "Run the detector again."),
  potential_finding: unheard("a report lists it as a possibility only", "Ask it."),
  finding_disputed: unheard("a report lists it, and that somebody marked it as a false positive", "Ask it."),
  negative_without_ground: unheard(
    "the tool says not vulnerable, but nothing shows that its question was answered",
    "Not a zero: ask it another way.",
  ),
  negative_timed_out: unheard(
    "the tool says not vulnerable because nothing came back in time",
    "Not a zero: a slow server or a device that eats heartbeats looks the same. Test more patiently, from inside.",
  ),
  tls_version_not_covered: unheard(
    "the tool does not ask in the protocol version that the server speaks",
    "Use a detector that does.",
  ),
  tool_handshake_failed: unheard(
    "the tool and the server could not agree on a handshake",
    "Use a detector that speaks what the server speaks: such servers are often the old ones.",
  ),
  tool_timed_out: unheard("the tool waited in vain, or did not finish in its time", "Give it more time.", true),
  check_failed: unheard("the check ran into an error", "See its raw output.", true),
  tls_not_shown: unheard(
    "nothing in what the tool printed or the report holds shows that the port speaks TLS",
    "Ask it.",
  ),
  check_not_enabled: unheard("the check was not switched on in this scan", "Scan again with the check."),
  check_too_old: unheard("the scan is older than the check", "Scan again with a current check."),
  no_record_of_check: unheard(
    "nothing in what the tool printed or the report holds shows that the check ran here",
    "Ask it.",
  ),
  no_negative_in_format: unheard("this format cannot say that something was tested and not found", "Ask it."),
  report_filtered: unheard(
    "the report leaves things out, so that nothing follows from what it lacks",
    "Export it unfiltered.",
  ),
  answer_stale: unheard("the answer is older than it looks: from a cache or a collection of scans", "Ask it anew."),
  scan_interrupted: unheard("the scan was interrupted before it could answer", "Scan again."),
  report_truncated: unheard("the report ends before it is complete", "Export it again."),
  port_closed: unheard("the tool or the report says that the port was closed", "Check address and port."),
  port_filtered: unheard(
    "the tool or the report says that no answer came from the port",
    "A filter may drop the scanner.",
  ),
  port_not_scanned: unheard("the scan did not look at this port", "Scan again with the port."),
  host_dead: unheard("the scanner took the host for dead", "Check the address; scan without host discovery."),
  host_not_scanned: unheard("the host was not among the scan's targets", "Scan it."),
  host_ambiguous: unheard("the report does not say clearly which host it means", "See the report."),
  tool_failed: unheard("the tool failed or gave no usable answer", "See its raw output.", true),
  control_failed: unheard(
    "the detector was wrong about a server of known truth in the same run: what it said here is not counted",
    "Mend the detector (`crosscheck doctor`), and scan again.",
  ),
  tool_output_unreadable: unheard(
    "the tool's output is not what this version of crosscheck can read",
    "See its raw output.",
  ),
  tool_not_applicable: unheard("the tool cannot ask this endpoint", "Use another detector."),
  tool_missing: unheard("the tool is not installed, or does not start", "See `crosscheck doctor`."),
  privileges_missing: unheard(
    "the tool lacks the privileges that it needs",
    "Run it with the privileges that it needs.",
  ),
  service_busy: unheard("the service refuses for now: too many questions, or overloaded", "Try later.", true),
  service_failed: unheard("the service could not assess the host", "See its answer.", true),
  third_party_not_allowed: unheard(
    "asking would tell a third party the host's name",
    "Permit it with --allow-third-party.",
  ),
  no_answer_recorded: unheard("somebody noted by hand that there was no answer", "Test again."),
  // ---- ? what a verdict says when answers do not settle it
  answers_contradict: open(
    "a proven refusal and a claim of vulnerability stand against each other",
    "Find out why they differ before you call it safe.",
  ),
  hint_only: open("only a version, a banner or a list of packages speaks, and nobody asked", "Ask it."),
  claims_only: open(
    "only tools and reports say not vulnerable, and a claim is no proof",
    "Ask it with the native detector.",
  ),
} as const satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as readonly Reason[];

/** Looks up a reason's facts with their widened type. */
export function reasonFacts(reason: Reason): ReasonFacts {
  return REASONS[reason];
}

/** One detector's conclusion: a reason, and the outcome and evidence that belong to it. */
export interface Finding {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
  /** One plain sentence with the particulars of this case (no server-controlled bytes unless escaped). */
  readonly detail: string;
}

/** The only way to make a finding: outcome and evidence follow from the reason, so they cannot contradict it. */
export function finding(reason: Reason, detail = ""): Finding {
  const facts = reasonFacts(reason);
  return { outcome: facts.outcome, reason, evidence: facts.evidence, detail };
}
