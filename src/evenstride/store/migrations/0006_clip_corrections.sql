-- What people corrected in clips: each row all corrections of one run as they stood when somebody saved them, with the
-- contacts they lead to. Only ever added; the latest of a run counts, and the recording itself stays as it came in.
CREATE TABLE clip_corrections (
    id TEXT PRIMARY KEY,
    athlete TEXT NOT NULL REFERENCES athletes (key),
    recording TEXT NOT NULL REFERENCES recordings (id),
    at TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE INDEX clip_corrections_in_order ON clip_corrections (recording, at, id);
CREATE INDEX clip_corrections_of ON clip_corrections (athlete);
