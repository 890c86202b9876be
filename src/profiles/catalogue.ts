/** The profiles there are: an explicit list. */

import { pacemaker } from "./pacemaker/index.ts";
import type { Profile } from "./profile.ts";
import { cardiacArrest } from "./cardiac-arrest/index.ts";
import { checkSslHeartbleed } from "./check-ssl-heartbleed/index.ts";
import { MASSTESTS } from "./masstest/index.ts";
import { NMAPS } from "./nmap/index.ts";
import { SSLSCANS } from "./sslscan/index.ts";
import { ssltest } from "./ssltest/index.ts";

export const PROFILES: readonly Profile[] = [
  ssltest,
  ...MASSTESTS,
  cardiacArrest,
  ...SSLSCANS,
  ...NMAPS,
  pacemaker,
  checkSslHeartbleed,
];
