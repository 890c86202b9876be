/** The report formats there are: an explicit list, in the order in which they are tried. */

import { alertlogicCsv } from "./alertlogic-csv/index.ts";
import { cardiacArrest } from "./cardiac-arrest/index.ts";
import { filosottile } from "./filosottile/index.ts";
import { filosottileJson } from "./filosottile-json/index.ts";
import { heartbleeder } from "./heartbleeder/index.ts";
import type { Importer } from "./importer.ts";
import { masstestChanges } from "./masstest-changes/index.ts";
import { masstestJson } from "./masstest-json/index.ts";
import { masstestList } from "./masstest-list/index.ts";
import { metasploitXml } from "./metasploit-xml/index.ts";
import { nessus } from "./nessus/index.ts";
import { nessusCsv } from "./nessus-csv/index.ts";
import { nexposeCsv } from "./nexpose-csv/index.ts";
import { nexposeSimple } from "./nexpose-simple/index.ts";
import { nexposeXml } from "./nexpose-xml/index.ts";
import { nmap } from "./nmap/index.ts";
import { nmapText } from "./nmap-text/index.ts";
import { openvasCsv } from "./openvas-csv/index.ts";
import { openvasXml } from "./openvas-xml/index.ts";
import { program } from "./program/index.ts";
import { ssllabsImporter } from "./ssllabs/index.ts";
import { sslscan } from "./sslscan/index.ts";
import { sslscanText } from "./sslscan-text/index.ts";
import { sslyzeJson } from "./sslyze-json/index.ts";
import { sslyzeXml } from "./sslyze-xml/index.ts";
import { ssltest } from "./ssltest/index.ts";
import { testsslCsv } from "./testssl-csv/index.ts";
import { testsslJson } from "./testssl-json/index.ts";

export const IMPORTERS: readonly Importer[] = [
  nessus,
  nessusCsv,
  openvasXml,
  openvasCsv,
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
