-- Chat. Tables, columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE core_channel (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT CHECK (length(name) <= 300),
    room_id TEXT REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (room_id)
);
CREATE INDEX core_channel_world_id ON core_channel (world_id);

CREATE TABLE core_membership (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    volatile INTEGER NOT NULL CHECK (volatile IN (0, 1)),
    channel_id TEXT NOT NULL REFERENCES core_channel (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    UNIQUE (user_id, channel_id)
);
CREATE INDEX core_membership_channel_id ON core_membership (channel_id);

CREATE TABLE core_chatevent (
    id INTEGER PRIMARY KEY,
    timestamp TEXT NOT NULL,
    event_type TEXT NOT NULL CHECK (length(event_type) <= 200),
    content TEXT NOT NULL,
    channel_id TEXT NOT NULL REFERENCES core_channel (id) DEFERRABLE INITIALLY DEFERRED,
    sender_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    edited TEXT,
    replaces_id INTEGER REFERENCES core_chatevent (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_chatevent_sender_id ON core_chatevent (sender_id);
-- A page of a channel, with and without membership events; the second one also gives the unread pointer without walking over joins.
CREATE INDEX core_chatevent_channel_id_id ON core_chatevent (channel_id, id);
CREATE INDEX core_chatevent_channel_id_id_content ON core_chatevent (channel_id, id) WHERE event_type <> 'channel.member';
CREATE INDEX core_chatevent_replaces_id ON core_chatevent (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE TABLE core_chateventreaction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reaction TEXT NOT NULL,
    chat_event_id INTEGER NOT NULL REFERENCES core_chatevent (id) DEFERRABLE INITIALLY DEFERRED,
    sender_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_chateventreaction_chat_event_id ON core_chateventreaction (chat_event_id);
CREATE INDEX core_chateventreaction_sender_id ON core_chateventreaction (sender_id);

CREATE TABLE core_chateventnotification (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_event_id INTEGER NOT NULL REFERENCES core_chatevent (id) DEFERRABLE INITIALLY DEFERRED,
    recipient_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_chateventnotification_chat_event_id ON core_chateventnotification (chat_event_id);
CREATE INDEX core_chateventnotification_recipient_id ON core_chateventnotification (recipient_id);
