-- What headings of files mean where somebody named them, under the id of the row of headings; kept with everybody whose
-- files came in by it, so that it goes along with them and is deleted with the last of them. At is when it was last said
-- or used.
CREATE TABLE columns (
    athlete TEXT NOT NULL REFERENCES athletes (key),
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (athlete, id)
);
