-- Questions and polls. Tables, columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE core_question (
    id TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 10),
    answered INTEGER NOT NULL CHECK (answered IN (0, 1)),
    timestamp TEXT NOT NULL,
    moderator_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    sender_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1))
);
CREATE INDEX core_question_moderator_id ON core_question (moderator_id);
CREATE INDEX core_question_room_id ON core_question (room_id);
CREATE INDEX core_question_sender_id ON core_question (sender_id);

CREATE TABLE core_questionvote (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    question_id TEXT NOT NULL REFERENCES core_question (id) DEFERRABLE INITIALLY DEFERRED,
    sender_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_questionvote_question_id ON core_questionvote (question_id);
CREATE INDEX core_questionvote_sender_id ON core_questionvote (sender_id);

CREATE TABLE core_poll (
    id TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (length(state) <= 8),
    poll_type TEXT NOT NULL CHECK (length(poll_type) <= 6),
    timestamp TEXT NOT NULL,
    is_pinned INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
    cached_results TEXT,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_poll_room_id ON core_poll (room_id);

CREATE TABLE core_polloption (
    id TEXT NOT NULL PRIMARY KEY,
    "order" INTEGER NOT NULL,
    content TEXT NOT NULL,
    poll_id TEXT NOT NULL REFERENCES core_poll (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_polloption_poll_id ON core_polloption (poll_id);

CREATE TABLE core_pollvote (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    option_id TEXT NOT NULL REFERENCES core_polloption (id) DEFERRABLE INITIALLY DEFERRED,
    sender_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (option_id, sender_id)
);
CREATE INDEX core_pollvote_sender_id ON core_pollvote (sender_id);
