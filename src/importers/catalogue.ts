/** The report formats there are: an explicit list, in the order in which they are tried. */

import { acunetixXml } from "./acunetix-xml/index.ts";
import { acunetix360Json } from "./acunetix360-json/index.ts";
import { alertlogicCsv } from "./alertlogic-csv/index.ts";
import { burpXml } from "./burp-xml/index.ts";
import { cardiacArrest } from "./cardiac-arrest/index.ts";
import { filosottileJson } from "./filosottile-json/index.ts";
import { filosottile } from "./filosottile/index.ts";
import { heartbleeder } from "./heartbleeder/index.ts";
import type { Importer } from "./importer.ts";
import { masscan } from "./masscan/index.ts";
import { masstestChanges } from "./masstest-changes/index.ts";
import { masstestJson } from "./masstest-json/index.ts";
import { masstestList } from "./masstest-list/index.ts";
import { mcafeeCsv } from "./mcafee-csv/index.ts";
import { mcafeeXml } from "./mcafee-xml/index.ts";
import { metasploitXml } from "./metasploit-xml/index.ts";
import { nessusCsv } from "./nessus-csv/index.ts";
import { nessus } from "./nessus/index.ts";
import { nexposeCsv } from "./nexpose-csv/index.ts";
import { nexposeSimple } from "./nexpose-simple/index.ts";
import { nexposeXml } from "./nexpose-xml/index.ts";
import { nmapText } from "./nmap-text/index.ts";
import { nmap } from "./nmap/index.ts";
import { nucleiJsonl } from "./nuclei-jsonl/index.ts";
import { openvasCsv } from "./openvas-csv/index.ts";
import { openvasXml } from "./openvas-xml/index.ts";
import { program } from "./program/index.ts";
import { qualysCsv } from "./qualys-csv/index.ts";
import { qualysJson } from "./qualys-json/index.ts";
import { qualysXml } from "./qualys-xml/index.ts";
import { sarif } from "./sarif/index.ts";
import { ssllabsImporter } from "./ssllabs/index.ts";
import { sslscanText } from "./sslscan-text/index.ts";
import { sslscan } from "./sslscan/index.ts";
import { ssltest } from "./ssltest/index.ts";
import { sslyzeJson } from "./sslyze-json/index.ts";
import { sslyzeXml } from "./sslyze-xml/index.ts";
import { testsslCsv } from "./testssl-csv/index.ts";
import { testsslJson } from "./testssl-json/index.ts";
import { zapJson } from "./zap-json/index.ts";
import { zapXml } from "./zap-xml/index.ts";
import { zgrab2Json } from "./zgrab2-json/index.ts";

export const IMPORTERS: readonly Importer[] = [
  nessus,
  nessusCsv,
  openvasXml,
  openvasCsv,
  qualysXml,
  qualysCsv,
  qualysJson,
  mcafeeXml,
  mcafeeCsv,
  acunetixXml,
  acunetix360Json,
  zapXml,
  zapJson,
  burpXml,
  sarif,
  nexposeXml,
  nexposeSimple,
  nexposeCsv,
  alertlogicCsv,
  nmap,
  nmapText,
  sslscan,
  sslscanText,
  testsslJson,
  testsslCsv,
  sslyzeJson,
  sslyzeXml,
  nucleiJsonl,
  zgrab2Json,
  masscan,
  ssllabsImporter,
  metasploitXml,
  masstestJson,
  masstestList,
  masstestChanges,
  filosottileJson,
  filosottile,
  heartbleeder,
  cardiacArrest,
  ssltest,
  program,
];
