/** Small documents of sslyze's JSON by the shape of its versions. */

interface Given {
  readonly host?: string;
  readonly ip?: string | null;
  readonly port?: number;
  readonly version?: unknown;
  readonly result?: unknown;
  /** Other fields of the target, in place of those made. */
  readonly over?: Readonly<Record<string, unknown>>;
}

/** Version 6: dates and version behind the targets. */
export const six = (targets: readonly unknown[], over: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    invalid_server_strings: [],
    server_scan_results: targets,
    date_scans_started: "2026-11-25T08:00:00.123456Z",
    date_scans_completed: "2026-11-25T08:00:09.123456Z",
    sslyze_version: "6.3.1",
    sslyze_url: "https://github.com/nabla-c0d3/sslyze",
    ...over,
  });

/** Of version 5 or 6. `result`: what stands as the check's attempt; undefined: nothing. */
export const newTarget = ({ host, ip, port, version, result, over }: Given) => ({
  uuid: "00000000-0000-0000-0000-000000000001",
  server_location: {
    hostname: host ?? "www.example.org",
    port: port ?? 443,
    connection_type: "DIRECT",
    ip_address: ip === undefined ? "192.0.2.1" : ip,
    http_proxy_settings: null,
  },
  network_configuration: {
    tls_server_name_indication: host ?? "www.example.org",
    tls_opportunistic_encryption: null,
  },
  connectivity_status: "COMPLETED",
  connectivity_error_trace: null,
  connectivity_result: {
    highest_tls_version_supported: version === undefined ? "TLS_1_2" : version,
    client_auth_requirement: "DISABLED",
  },
  scan_status: "COMPLETED",
  scan_result: { robot: { status: "NOT_SCHEDULED", result: null }, heartbleed: result },
  ...over,
});

export const attempt = (vulnerable: unknown) => ({
  status: "COMPLETED",
  error_reason: null,
  error_trace: null,
  result: { is_vulnerable_to_heartbleed: vulnerable },
});

export const failedAttempt = (reason: string, trace: string) => ({
  status: "ERROR",
  error_reason: reason,
  error_trace: `Traceback (most recent call last):\n  File "x.py", line 1, in run\n    self.handshake()\n${trace}\n`,
  result: null,
});

/** Of version 5 or 6, to which no TLS connection could be made. */
export const noConnectivity = (error: string, message: string, given: Given = {}) =>
  newTarget({
    ...given,
    over: {
      connectivity_status: "ERROR",
      connectivity_error_trace: `Traceback (most recent call last):\n  File "handshake.py", line 9, in run\n    tls()\nsslyze.errors.${error}: ${given.host ?? "www.example.org"}:443 -> "${message}".\n`,
      connectivity_result: null,
      scan_status: "ERROR_NO_CONNECTIVITY",
      scan_result: null,
    },
  });

/** Version 3 and 4. */
export const three = (targets: readonly unknown[], errors: readonly unknown[] = []): string =>
  JSON.stringify({
    server_connectivity_errors: errors,
    server_scan_results: targets,
    sslyze_url: "https://github.com/nabla-c0d3/sslyze",
    sslyze_version: "3.0.7",
    total_scan_time: 3.5,
  });

export const threeTarget = ({ host, ip, port, version, result, over }: Given) => ({
  scan_commands: ["heartbleed", "robot"],
  scan_commands_errors: {},
  scan_commands_extra_arguments: {},
  scan_commands_results: result === undefined ? {} : { heartbleed: result },
  server_info: {
    network_configuration: { tls_opportunistic_encryption: null, tls_server_name_indication: "www.example.org" },
    server_location: { hostname: host ?? "www.example.org", ip_address: ip ?? "192.0.2.1", port: port ?? 443 },
    tls_probing_result: { highest_tls_version_supported: version ?? "TLS_1_2" },
  },
  ...over,
});

/** Version 1 and 2, keys sorted. */
export const one = (targets: readonly unknown[], invalid: readonly unknown[] = []): string =>
  JSON.stringify(
    {
      accepted_targets: targets,
      invalid_targets: invalid,
      sslyze_url: "https://github.com/nabla-c0d3/sslyze",
      sslyze_version: "1.4.3",
      total_scan_time: "3.5",
    },
    null,
    4,
  );

export const oneTarget = ({ host, ip, port, version, result }: Given) => ({
  commands_results: result === undefined ? { reneg: {} } : { heartbleed: result, reneg: {} },
  server_info: {
    client_auth_requirement: "DISABLED",
    highest_ssl_version_supported: version ?? "TLSV1_2",
    hostname: host ?? "www.example.org",
    ip_address: ip ?? "192.0.2.1",
    port: port ?? 443,
    tls_server_name_indication: host ?? "www.example.org",
    tls_wrapped_protocol: "HTTPS",
  },
});

export const plain = (vulnerable: unknown) => ({ is_vulnerable_to_heartbleed: vulnerable });
