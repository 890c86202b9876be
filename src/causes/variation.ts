/** A variation: the same conversation with one factor changed. Variations combine by going through one another. */

import type { Profile } from "../profiles/profile.ts";
import type { Talk } from "../profiles/talk.ts";
import { type Recorder, watched } from "./seen.ts";

export interface Variation {
  /** What the factor becomes: `TLS 1.2`, `all suites`. */
  readonly value: string;
  /** How much longer the whole may take. */
  readonly times: number;
  /** Whether the tool gets whole records where it got pieces, which may be what it lacked. */
  readonly holdsRecords: boolean;
  apply<T>(talk: Talk<T>): Talk<T>;
}

/** The profile in whose talk these factors are changed, and nothing else; what is really on the wire is recorded. */
export function varied(profile: Profile, variations: readonly Variation[], recorder: Recorder): Profile {
  return {
    ...profile,
    limitMs: variations.reduce((limit, { times }) => limit * times, profile.limitMs),
    talk: (question) =>
      watched(
        variations.reduce((talk, variation) => variation.apply(talk), profile.talk(question)),
        recorder,
      ),
  };
}
