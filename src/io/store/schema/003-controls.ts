/** What the scanners of a run said about servers of known truth. */
export const CONTROLS = `
CREATE TABLE control (
  run INTEGER NOT NULL REFERENCES run,
  detector TEXT NOT NULL,
  condition TEXT NOT NULL,
  truth TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX control_run ON control (run);
`;
