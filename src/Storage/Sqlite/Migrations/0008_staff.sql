-- Log-ins of the administration pages. Columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE auth_user (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    password TEXT NOT NULL CHECK (length(password) <= 128),
    last_login TEXT,
    is_superuser INTEGER NOT NULL CHECK (is_superuser IN (0, 1)),
    username TEXT NOT NULL CHECK (length(username) <= 150),
    first_name TEXT NOT NULL CHECK (length(first_name) <= 150),
    last_name TEXT NOT NULL CHECK (length(last_name) <= 150),
    email TEXT NOT NULL CHECK (length(email) <= 254),
    is_staff INTEGER NOT NULL CHECK (is_staff IN (0, 1)),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    date_joined TEXT NOT NULL,
    UNIQUE (username)
);
