/** The checks of sslyze that are about one CVE, and what they are called in its formats. Others test settings. */

export interface SslyzeCheck {
  /** Keys of its result, in version 3 and later, and before. */
  readonly keys: readonly string[];
  /** The field that is true where the server is vulnerable. */
  readonly flag: string;
  /** In XML: the check's element, and the elements in it that carry `isVulnerable`. */
  readonly element: string;
  readonly verdicts: readonly string[];
}

const CHECKS: ReadonlyMap<string, SslyzeCheck> = new Map([
  [
    "CVE-2014-0160",
    {
      keys: ["heartbleed"],
      flag: "is_vulnerable_to_heartbleed",
      element: "heartbleed",
      // Version 0.9 puts an element into another of the same name.
      verdicts: ["openSslHeartbleed", "heartbleed"],
    },
  ],
  [
    "CVE-2014-0224",
    {
      keys: ["openssl_ccs_injection", "openssl_ccs"],
      flag: "is_vulnerable_to_ccs_injection",
      element: "openssl_ccs",
      verdicts: ["openSslCcsInjection"],
    },
  ],
]);

/** null: sslyze has no check for it. */
export function sslyzeCheck(cve: string): SslyzeCheck | null {
  return CHECKS.get(cve.toUpperCase()) ?? null;
}
