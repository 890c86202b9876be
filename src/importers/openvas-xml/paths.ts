/** Which elements are read. A path is taken from the innermost report: `results/result/host`. */

/** The documents there are: a report, or the answer of the manager's protocol around one or several. */
export const ROOTS = ["report", "get_reports_response", "get_results_response"];
/** Elements inside which a report is a report; elsewhere it is a reference to one. */
export const AROUND: ReadonlySet<string> = new Set(["report", "get_reports_response", "delta"]);

const under = (parent: string, names: readonly string[]): readonly string[] => names.map((name) => `${parent}/${name}`);

/** Paths whose text is read. */
export const READ: ReadonlySet<string> = new Set(
  [
    ["scan_run_status", "scan_start", "scan_end", "timezone", "timezone_abbrev", "result_count/filtered"],
    under("filters", ["term", "filter", "phrase", "apply_overrides", "autofp", "min_cvss_base"]),
    under("ports", ["port", "port/host"]),
    under("results/result", ["host", "host/hostname", "port", "name", "description", "creation_time", "delta"]),
    under("results/result", ["threat", "severity", "original_threat", "original_severity", "qod/value", "qod/type"]),
    under("results/result/nvt", ["name", "family", "cve"]),
    under("host", ["ip", "start", "end", "detail/name", "detail/value", "detail/source/name"]),
    ["host_start", "host_start/host", "host_end", "host_end/host"],
    under("errors/error", ["host", "port", "description"]),
    under("tls_certificates/tls_certificate", ["host/ip", "ports/port"]),
  ].flat(),
);
