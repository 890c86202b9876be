/** The profiles there are: an explicit list. */

import { cardiacArrest } from "./cardiac-arrest/index.ts";
import { checkSslHeartbleed } from "./check-ssl-heartbleed/index.ts";
import { filosottile, filosottileWeb } from "./filosottile/index.ts";
import { heartleech, heartleech100f } from "./heartleech/index.ts";
import { MASSTESTS } from "./masstest/index.ts";
import { metasploit, metasploit2014, metasploitCheck } from "./metasploit/index.ts";
import { NMAPS } from "./nmap/index.ts";
import { openvas } from "./openvas/index.ts";
import { pacemaker } from "./pacemaker/index.ts";
import type { Profile } from "./profile.ts";
import { SSLSCANS } from "./sslscan/index.ts";
import { ssltest } from "./ssltest/index.ts";
import { sslyze } from "./sslyze/index.ts";
import { sslyze09 } from "./sslyze/sslyze-0.9.ts";
import { testssl, testssl2016 } from "./testssl/index.ts";
import { zapHigh, zapInsane, zapLow, zapMedium } from "./zap/index.ts";
import { zgrab, zgrab2 } from "./zgrab/index.ts";

export const PROFILES: readonly Profile[] = [
  ssltest,
  ...MASSTESTS,
  cardiacArrest,
  ...SSLSCANS,
  ...NMAPS,
  metasploit,
  metasploit2014,
  metasploitCheck,
  sslyze,
  sslyze09,
  testssl,
  testssl2016,
  zapLow,
  zapMedium,
  zapHigh,
  zapInsane,
  openvas,
  filosottile,
  filosottileWeb,
  zgrab,
  zgrab2,
  heartleech,
  heartleech100f,
  pacemaker,
  checkSslHeartbleed,
];
