/** Name resolution as the inventory sees it. Never rejects: a failure is a value. */
export type Resolution =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  | { readonly kind: "failure"; readonly reason: "dns_failure" | "dns_no_address"; readonly detail: string };

export interface Resolver {
  /** Every A and AAAA record, canonical and without duplicates, IPv4 first. */
  resolve(name: string, signal?: AbortSignal): Promise<Resolution>;
  /** What answered, for the run's record: "system" or the servers' addresses. */
  readonly description: string;
}
