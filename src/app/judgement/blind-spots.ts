/**
 * Where a detector's zero is empty: the endpoint's own traits say which conditions of the range it is like, and the sheet of scores
 * says who misses a vulnerable server there (design, section 7). Pure.
 */

import type { BlindZero } from "../../core/judgement/evidence-rows.ts";
import type { Traits } from "../../packs/heartbleed/traits.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import type { Condition } from "../../range/conditions/condition.ts";
import type { Dials } from "../../range/conditions/dials.ts";
import { scoreCell, type Sheet, type SheetDetector } from "../range/sheet.ts";
import { TLS12 } from "../../core/wire/version.ts";

/** For each dial that shows from outside: does the endpoint stand as the condition sets it? A dial that is not here fits nothing. */
const SHOWS: { readonly [Dial in keyof Dials]?: (position: Dials[Dial], traits: Traits) => boolean } = {
  // A server that took less than it was offered takes no more. That it takes nothing below TLS 1.2 cannot be seen so.
  versions: ({ max }, { version }) => version !== null && version === max && max < TLS12,
  extension: (position, { extension }) => extension !== null && position === extension,
  serverName: (position, { serverName }) => serverName !== null && position === serverName,
  clientCertificate: (position, { asksForCertificate }) => position !== "not_requested" && asksForCertificate,
  helloDelayMs: (position, { helloAfterMs }) => position > 0 && helloAfterMs !== null && helloAfterMs >= position,
  // The server's choice among all suites: one that needs a key agreed before means that it had nothing else.
  suites: (position, { suite }) =>
    position !== null && suite !== null && position.includes(suite) && position.every(isPreShared),
};

/** TLS_PSK_WITH_*, TLS_DHE_PSK_* and TLS_RSA_PSK_* of RFC 4279 and RFC 5487. */
const isPreShared = (suite: number): boolean => (suite >= 0x8a && suite <= 0x95) || (suite >= 0xa8 && suite <= 0xb9);

/** Conditions of vulnerable servers that an endpoint with these traits is like. */
export function conditionsLike(traits: Traits): readonly Condition[] {
  return CONDITIONS.filter(({ truth, dials }) => {
    const turned = Object.keys(dials) as (keyof Dials)[];
    return truth === "vulnerable" && turned.length > 0 && turned.every((dial) => stands(dial, dials, traits));
  });
}

function stands(dial: keyof Dials, dials: Partial<Dials>, traits: Traits): boolean {
  const position = dials[dial];
  const shows = SHOWS[dial] as ((position: unknown, traits: Traits) => boolean) | undefined;
  return position !== undefined && shows !== undefined && shows(position, traits);
}

/**
 * A zero counts only where the range shows that the detector can see (design, section 7): on an endpoint that is like a condition where others
 * fail, one that was measured under none of them has shown nothing either. On a plain endpoint it counts as that of any unknown detector.
 * @param detectors who said 0 there
 */
export function blindZeros(
  detectors: readonly { readonly detector: string; readonly version: string }[],
  traits: Traits,
  sheet: Sheet,
): readonly BlindZero[] {
  const like = conditionsLike(traits);
  return detectors.flatMap(({ detector, version }): readonly BlindZero[] => {
    const measured = measuredAs(sheet, detector, version);
    const kinds = like.map(({ id }) => ({ id, kind: scoreCell(measured?.cells[id], "vulnerable").kind }));
    const blind = kinds.find(({ kind }) => kind === "wrong" || kind === "undecided" || kind === "unstable");
    if (blind !== undefined) return [{ detector, condition: blind.id }];
    const [first] = kinds;
    if (first === undefined || kinds.some(({ kind }) => kind === "right")) return [];
    return [{ detector, condition: first.id, unmeasured: true }];
  });
}

/** The very version; else another of the same tool, which is better than nothing; else nobody knows. */
function measuredAs({ detectors }: Sheet, detector: string, version: string): SheetDetector | undefined {
  const same = detectors.filter(({ identity }) => identity.id === detector);
  return same.find(({ identity }) => identity.version === version) ?? same[0];
}
