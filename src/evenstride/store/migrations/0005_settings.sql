-- What was chosen for the whole archive and is nobody's in particular, such as the time zone in which days are counted.
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL,
    value TEXT NOT NULL
);
