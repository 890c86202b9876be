/** The profiles there are: an explicit list. */

import type { Profile } from "./profile.ts";
import { ssltest } from "./ssltest/index.ts";

export const PROFILES: readonly Profile[] = [ssltest];
