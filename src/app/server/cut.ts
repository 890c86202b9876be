/** Texts of others have no bounds; answers do. */

/** What of a field is worth sending: more than anybody reads on a page, less than hurts in a list of hundreds. */
const LONGEST_FIELD = 4000;
/** Of what stands in every row. */
export const LONGEST_LABEL = 300;

/** The text's beginning with a mark that says how much was left out. */
export function cut<T extends string | null>(text: T, most = LONGEST_FIELD): T | string {
  if (text === null || text.length <= most) return text;
  return `${text.slice(0, most)} … (${text.length - most} more characters)`;
}
