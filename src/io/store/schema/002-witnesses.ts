/**
 * Other people's scanners: where a foreign answer comes from, and finding the same endpoint in other runs.
 * A port of 0 is a whole host, as some reports speak of it.
 */
export const WITNESSES = `
ALTER TABLE observation ADD COLUMN provenance TEXT;
ALTER TABLE run ADD COLUMN kind TEXT NOT NULL DEFAULT 'scan';
CREATE INDEX endpoint_place ON endpoint (address, port);
CREATE INDEX endpoint_name ON endpoint (name);

-- Reports as they were imported, by the SHA-256 of the original; the bytes lie in the folder beside the database.
CREATE TABLE report (
  run INTEGER NOT NULL UNIQUE REFERENCES run,
  sha256 TEXT NOT NULL,
  kept_sha256 TEXT,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  redactions INTEGER NOT NULL,
  importer TEXT NOT NULL,
  summary TEXT NOT NULL
);
`;
