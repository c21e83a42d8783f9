-- The page last put together of each athlete, under the id of what made it. Not history: it may be lost or replaced
-- at any time and is made again from the rest.
CREATE TABLE views (
    athlete TEXT PRIMARY KEY REFERENCES athletes (key),
    id TEXT NOT NULL,
    document TEXT NOT NULL
);
