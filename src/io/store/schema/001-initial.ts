/**
 * The first schema. Text keys that may be missing are stored as '' where they take part in uniqueness, because SQLite
 * takes two NULLs for different. Observations and blobs refuse UPDATE, DELETE and REPLACE, which deletes
 * without asking the DELETE trigger (design, rule 3).
 */
export const INITIAL = `
CREATE TABLE run (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  pack TEXT NOT NULL,
  vantage TEXT NOT NULL,
  version TEXT NOT NULL,
  resolver TEXT NOT NULL,
  draws INTEGER NOT NULL,
  options TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  state TEXT NOT NULL DEFAULT 'running',
  targets_read INTEGER NOT NULL DEFAULT 0,
  targets_complete INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run,
  ordinal INTEGER NOT NULL,
  text TEXT NOT NULL,
  source TEXT NOT NULL,
  line INTEGER NOT NULL,
  name TEXT,
  address TEXT,
  cidr TEXT,
  port INTEGER,
  owner TEXT,
  tag TEXT,
  UNIQUE (run, ordinal)
);

CREATE TABLE target_error (
  run INTEGER NOT NULL REFERENCES run,
  ordinal INTEGER NOT NULL,
  source TEXT NOT NULL,
  line INTEGER NOT NULL,
  text TEXT NOT NULL,
  problem TEXT NOT NULL,
  PRIMARY KEY (run, ordinal)
) WITHOUT ROWID;

-- state: 0 waits to be asked, 1 taken, 2 asked.
CREATE TABLE endpoint (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run,
  address TEXT NOT NULL,
  port INTEGER NOT NULL,
  transport TEXT NOT NULL,
  server_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  stage INTEGER NOT NULL,
  state INTEGER NOT NULL DEFAULT 0,
  name TEXT,
  resolved INTEGER NOT NULL,
  permitted INTEGER NOT NULL,
  unresolved_reason TEXT,
  unresolved_detail TEXT,
  UNIQUE (run, address, port, transport, server_name)
);
CREATE INDEX endpoint_waiting ON endpoint (run, stage, id) WHERE state = 0;

CREATE TABLE endpoint_target (
  endpoint INTEGER NOT NULL REFERENCES endpoint,
  target INTEGER NOT NULL REFERENCES target,
  PRIMARY KEY (endpoint, target)
) WITHOUT ROWID;

CREATE TABLE detector (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  version TEXT NOT NULL,
  lineage TEXT NOT NULL,
  UNIQUE (id, kind, version, lineage)
);

CREATE TABLE vantage (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

-- Transcripts and raw files, by the SHA-256 of their bytes. encoding: 1 transcripts as JSON (transcript-codec.ts).
CREATE TABLE blob (
  sha256 BLOB NOT NULL UNIQUE,
  encoding INTEGER NOT NULL,
  bytes BLOB NOT NULL
);

-- outcome: 0 not vulnerable, 1 vulnerable, 2 unknown. evidence: see codes.ts. Times in milliseconds.
CREATE TABLE observation (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES run,
  endpoint INTEGER NOT NULL REFERENCES endpoint,
  detector INTEGER NOT NULL REFERENCES detector,
  vantage INTEGER NOT NULL REFERENCES vantage,
  manual INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  duration REAL NOT NULL,
  outcome INTEGER NOT NULL,
  evidence INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  transcripts BLOB,
  reinterprets INTEGER REFERENCES observation
);
CREATE INDEX observation_endpoint ON observation (endpoint);
CREATE INDEX observation_run ON observation (run, id);
CREATE INDEX observation_reinterprets ON observation (reinterprets) WHERE reinterprets IS NOT NULL;

CREATE TRIGGER observation_is_never_changed BEFORE UPDATE ON observation
  BEGIN SELECT RAISE(ABORT, 'observations are never changed'); END;
CREATE TRIGGER observation_is_never_removed BEFORE DELETE ON observation
  BEGIN SELECT RAISE(ABORT, 'observations are never removed'); END;
CREATE TRIGGER observation_is_never_replaced BEFORE INSERT ON observation
  WHEN EXISTS (SELECT 1 FROM observation WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'observations are never replaced'); END;
CREATE TRIGGER blob_is_never_changed BEFORE UPDATE ON blob
  BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
CREATE TRIGGER blob_is_never_replaced BEFORE INSERT ON blob
  WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = NEW.sha256)
  BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER blob_is_never_removed BEFORE DELETE ON blob
  BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
`;
