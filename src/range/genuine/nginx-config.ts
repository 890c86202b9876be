/** What nginx is told: one process, a TLS server per profile, nothing kept or logged. */

import type { CertificateName } from "../certificates/collection.ts";

export interface NginxProfile {
  readonly name: string;
  readonly condition: string;
  readonly certificate: CertificateName;
  /** Directives of the server beside those that all have. */
  readonly directives: readonly string[];
}

function dial(
  name: string,
  condition: string,
  directives: readonly string[],
  certificate: CertificateName = "rsa",
): NginxProfile {
  return { name, condition, certificate, directives };
}

/** Its default from version 1.23.4 on. */
const TODAY = "ssl_protocols TLSv1.2 TLSv1.3";
/** Old versions need suites that OpenSSL's security levels would leave out. */
const ALL_SUITES = "ssl_ciphers ALL:@SECLEVEL=0";

export const NGINX_PROFILES: readonly NginxProfile[] = [
  dial("default", "default", [TODAY]),
  dial("tls1.0", "TLS 1.0 only", ["ssl_protocols TLSv1", ALL_SUITES]),
  dial("tls1.1", "TLS 1.1 only", ["ssl_protocols TLSv1.1", ALL_SUITES]),
  dial("tls1.2", "TLS 1.2 only", ["ssl_protocols TLSv1.2"]),
  dial("tls1.3", "TLS 1.3 only", ["ssl_protocols TLSv1.3"]),
  dial("ecdsa", "ECDSA certificate", [TODAY], "ecdsa"),
  dial("certificate-length", "Certificate message length ends in a byte above 0x7f", [TODAY], "rsaHighLength"),
  dial("client-certificate-asked", "client certificate asked for", [
    TODAY,
    "ssl_verify_client optional",
    "ssl_client_certificate rsa.pem",
  ]),
];

export interface NginxServer {
  readonly profile: NginxProfile;
  /** Numbers and dots: IPv4. */
  readonly address: string;
  readonly port: number;
}

/** The whole configuration file; certificates lie beside it as `NAME.pem`, key and all. */
export function nginxConfiguration(servers: readonly NginxServer[]): string {
  return [
    "daemon off;",
    // No workers: who ends this process ends the server.
    "master_process off;",
    "pid nginx.pid;",
    "error_log stderr emerg;",
    "events { worker_connections 512; }",
    "http {",
    "  access_log off;",
    ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `  ${what}_temp_path ${what};`),
    ...servers.map(serverBlock),
    "}",
    "",
  ].join("\n");
}

function serverBlock({ profile, address, port }: NginxServer): string {
  const file = `${profile.certificate}.pem`;
  return [
    "  server {",
    `    listen ${address}:${port} ssl;`,
    `    ssl_certificate ${file};`,
    `    ssl_certificate_key ${file};`,
    ...profile.directives.map((directive) => `    ${directive};`),
    '    location / { return 200 "crosscheck range\\n"; }',
    "  }",
  ].join("\n");
}

/** `nginx -V` names the library it was built with and, where that is another, the one it runs with; null: neither. */
export function nginxLibrary(about: string): string | null {
  const library = String.raw`((?:OpenSSL|LibreSSL|BoringSSL) [0-9][0-9A-Za-z.+-]*)`;
  const named = new RegExp(`running with ${library}`).exec(about) ?? new RegExp(`built with ${library}`).exec(about);
  return named?.[1] ?? null;
}
