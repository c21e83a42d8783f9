-- Ids are hexadecimal hashes, days ISO dates, times ISO UTC with microseconds (so that text order is time order),
-- documents JSON. No reference cascades: what history points to cannot be deleted.

CREATE TABLE athletes (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    document TEXT NOT NULL
);

-- Dated statements about an athlete (kind: body, intake), only ever added.
CREATE TABLE facts (
    id TEXT PRIMARY KEY,
    athlete TEXT NOT NULL REFERENCES athletes (key),
    kind TEXT NOT NULL,
    on_day TEXT,
    at TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX facts_in_order ON facts (athlete, kind, on_day, at);

-- Raw files, zlib-compressed, under the SHA-256 of their bytes.
CREATE TABLE blobs (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    data BLOB NOT NULL
);

-- Position is the place among the recordings of one file.
CREATE TABLE recordings (
    id TEXT PRIMARY KEY,
    athlete TEXT NOT NULL REFERENCES athletes (key),
    kind TEXT NOT NULL,
    on_day TEXT,
    content_id TEXT NOT NULL REFERENCES blobs (id),
    position INTEGER NOT NULL,
    at TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX recordings_in_order ON recordings (athlete, on_day, content_id, position, id);
CREATE INDEX recordings_of_file ON recordings (content_id);

-- At is when a result was last made.
CREATE TABLE results (
    id TEXT PRIMARY KEY,
    athlete TEXT NOT NULL REFERENCES athletes (key),
    kind TEXT NOT NULL,
    on_day TEXT,
    at TEXT NOT NULL,
    provenance TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX results_in_order ON results (athlete, kind, at, on_day, id);

CREATE TABLE log (
    athlete TEXT NOT NULL REFERENCES athletes (key),
    id TEXT NOT NULL,
    on_day TEXT NOT NULL,
    at TEXT,
    document TEXT NOT NULL,
    PRIMARY KEY (athlete, id)
);
CREATE INDEX log_in_order ON log (athlete, on_day, at, id);
