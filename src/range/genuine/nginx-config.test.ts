import { expect, test } from "vitest";
import { NGINX_PROFILES, nginxConfiguration, nginxLibrary } from "./nginx-config.ts";

test.each([
  [
    "nginx version: nginx/1.22.1\nbuilt with OpenSSL 3.0.22 25 Aug 2026 (running with OpenSSL 3.0.19 27 Jan 2026)\n",
    "OpenSSL 3.0.19",
  ],
  ["nginx version: nginx/1.4.6\nbuilt with OpenSSL 1.0.1f 6 Jan 2014\nTLS SNI support enabled", "OpenSSL 1.0.1f"],
  ["nginx version: nginx/1.22.1\nconfigure arguments:", null],
  ["", null],
])("the library in %j", (about, library) => {
  expect(nginxLibrary(about)).toBe(library);
});

test("every server has its own address, certificate and directives, and nothing is written but beside the file", () => {
  const servers = NGINX_PROFILES.map((profile, i) => ({ profile, address: `127.9.0.${i + 1}`, port: 4433 + i }));
  const text = nginxConfiguration(servers);
  for (const { profile, address, port } of servers) {
    expect(text).toContain(`listen ${address}:${port} ssl;\n    ssl_certificate ${profile.certificate}.pem;`);
    for (const directive of profile.directives) expect(text).toContain(`    ${directive};\n`);
  }
  expect(text.match(/listen/g)).toHaveLength(servers.length);
  expect(text).not.toMatch(/(?:log|path|pid|certificate|key) +\//);
  expect(text).toContain("master_process off;");
});
