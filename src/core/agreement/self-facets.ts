/** What tells the columns of one detector apart when it is laid beside itself. */
export const SELF_FACETS = ["version", "vantage", "run", "mode"] as const;
