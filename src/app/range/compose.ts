/**
 * The range for outside laboratories, as a Compose file (compose-spec): our scripted servers, a genuine vulnerable one, and other
 * people's scanners. It names images and pulls none. The network is internal: nothing in it reaches anybody else.
 */

import { stringify } from "yaml";

export interface ComposeChoice {
  /** crosscheck's own version: the one that runs inside. */
  readonly version: string;
  /** Condition ids; null: all. */
  readonly conditions: readonly string[] | null;
}

/** Scanners share the range's network namespace, so that its servers stay on loopback. Tags are the reader's to pin. */
const SCANNERS = {
  nmap: { image: "instrumentisto/nmap:latest", entrypoint: ["nmap"] },
  testssl: { image: "drwetter/testssl.sh:3.0", entrypoint: ["testssl.sh"] },
  sslyze: { image: "nablac0d3/sslyze:6.1.0", entrypoint: ["sslyze"] },
} as const;

/** YAML, with a comment that says how to use it. */
export function composeFile({ version, conditions }: ComposeChoice): string {
  const chosen = (conditions ?? []).flatMap((id) => ["--condition", id]);
  const up = ["range", "up", "--only", "scripted"];
  const scanners = Object.entries(SCANNERS).map(([name, scanner]) => [
    name,
    { ...scanner, profiles: ["scanners"], network_mode: "service:range", depends_on: ["range"] },
  ]);
  const file = {
    name: "crosscheck-range",
    services: {
      range: {
        image: "node:22-bookworm-slim",
        command: ["node", "node_modules/crosscheck/bin/crosscheck.js", ...up, ...chosen, "--json"],
        working_dir: "/crosscheck",
        volumes: ["${CROSSCHECK:-.}:/crosscheck:ro"],
        environment: { HOME: "/tmp" },
        init: true,
        networks: ["lab"],
        labels: { "crosscheck.version": version },
      },
      // OpenSSL 1.0.1c behind nginx 1.11.13 (github.com/vulhub/vulhub, openssl/CVE-2014-0160): known to be vulnerable.
      genuine: {
        image: "vulhub/openssl:1.0.1c-with-nginx",
        networks: ["lab"],
        labels: { "crosscheck.truth": "vulnerable", "crosscheck.port": "443" },
      },
      ...Object.fromEntries(scanners),
    },
    networks: { lab: { internal: true } },
  };
  return `${HEAD}${stringify(file, { lineWidth: 0 })}`;
}

const HEAD = `# The range of crosscheck for a laboratory of your own. Nothing was pulled when this file was written: docker compose pulls the images below.
# CROSSCHECK names the folder where \`npm install crosscheck\` was run; default: this one.
#   docker compose up -d range genuine
#   docker compose logs --no-log-prefix range            one JSON object a line: address, port, condition, truth
#   docker compose run --rm nmap -Pn -p PORT --script ssl-heartbleed 127.0.0.1
# The genuine server is at genuine:443 inside the network "lab". Keep it there: it leaks what its process holds in memory.
`;
