/** The programs and services we know how to ask: explicit lists. */

import { cardiacArrest } from "./cardiac-arrest/index.ts";
import { filosottile } from "./filosottile/index.ts";
import { heartbleeder } from "./heartbleeder/index.ts";
import { heartleech } from "./heartleech/index.ts";
import { masscan } from "./masscan/index.ts";
import { masstest } from "./masstest/index.ts";
import { metasploit } from "./metasploit/index.ts";
import { nmap } from "./nmap/index.ts";
import { nuclei } from "./nuclei/index.ts";
import { program } from "./program/index.ts";
import type { Scanner } from "./scanner.ts";
import type { Service } from "./service.ts";
import { ssllabsService } from "./ssllabs/index.ts";
import { sslscan } from "./sslscan/index.ts";
import { ssltest } from "./ssltest/index.ts";
import { sslyze } from "./sslyze/index.ts";
import { testssl } from "./testssl/index.ts";
import { zgrab2 } from "./zgrab2/index.ts";

export const SCANNERS: readonly Scanner[] = [
  nmap,
  sslscan,
  testssl,
  sslyze,
  heartbleeder,
  filosottile,
  ssltest,
  masstest,
  cardiacArrest,
  heartleech,
  metasploit,
  nuclei,
  zgrab2,
  masscan,
  program,
];

export const SERVICES: readonly Service[] = [ssllabsService];
