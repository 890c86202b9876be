/** TCP port numbers as people write them. */

const DECIMAL = /^[1-9][0-9]{0,4}$/;

/** Reads a decimal port from 1 to 65535 without sign or leading zero; null: anything else. */
export function parsePort(text: string): number | null {
  const port = DECIMAL.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
}
