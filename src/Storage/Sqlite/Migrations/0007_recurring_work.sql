-- Who does recurring work at the moment, and when the work is due again. Our own table.

CREATE TABLE fast_work (
    name TEXT NOT NULL PRIMARY KEY CHECK (length(name) <= 100),
    holder TEXT,
    held_until TEXT,
    due TEXT NOT NULL
) WITHOUT ROWID;
