/** The environment variable that tells the judging process its configuration, as JSON. */
export const JUDGING = "CROSSCHECK_JUDGING";
