-- Calls and roulette. Tables, columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE core_bbbserver (
    id TEXT NOT NULL PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    url TEXT NOT NULL CHECK (length(url) <= 200),
    secret TEXT NOT NULL CHECK (length(secret) <= 300),
    rooms_only INTEGER NOT NULL CHECK (rooms_only IN (0, 1)),
    world_exclusive_id TEXT CHECK (length(world_exclusive_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    cost INTEGER NOT NULL
);
CREATE INDEX core_bbbserver_world_exclusive_id ON core_bbbserver (world_exclusive_id);

CREATE TABLE core_bbbcall (
    id TEXT NOT NULL PRIMARY KEY,
    created TEXT NOT NULL,
    meeting_id TEXT NOT NULL CHECK (length(meeting_id) <= 300),
    attendee_pw TEXT NOT NULL CHECK (length(attendee_pw) <= 300),
    moderator_pw TEXT NOT NULL CHECK (length(moderator_pw) <= 300),
    room_id TEXT REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    server_id TEXT NOT NULL REFERENCES core_bbbserver (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    guest_policy TEXT NOT NULL CHECK (length(guest_policy) <= 50),
    voice_bridge TEXT CHECK (length(voice_bridge) <= 5),
    UNIQUE (room_id)
);
CREATE INDEX core_bbbcall_server_id ON core_bbbcall (server_id);
CREATE INDEX core_bbbcall_world_id ON core_bbbcall (world_id);

CREATE TABLE core_bbbcall_invited_members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bbbcall_id TEXT NOT NULL REFERENCES core_bbbcall (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (bbbcall_id, user_id)
);
CREATE INDEX core_bbbcall_invited_members_user_id ON core_bbbcall_invited_members (user_id);

CREATE TABLE core_janusserver (
    id TEXT NOT NULL PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    url TEXT NOT NULL CHECK (length(url) <= 200),
    room_create_key TEXT NOT NULL CHECK (length(room_create_key) <= 300),
    world_exclusive_id TEXT CHECK (length(world_exclusive_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_janusserver_world_exclusive_id ON core_janusserver (world_exclusive_id);

CREATE TABLE core_turnserver (
    id TEXT NOT NULL PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    hostname TEXT NOT NULL CHECK (length(hostname) <= 300),
    auth_secret TEXT NOT NULL CHECK (length(auth_secret) <= 300),
    world_exclusive_id TEXT CHECK (length(world_exclusive_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_turnserver_world_exclusive_id ON core_turnserver (world_exclusive_id);

CREATE TABLE core_streamingserver (
    id TEXT NOT NULL PRIMARY KEY,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    name TEXT NOT NULL CHECK (length(name) <= 300),
    token_secret TEXT NOT NULL CHECK (length(token_secret) <= 300),
    url_input TEXT NOT NULL CHECK (length(url_input) <= 300),
    url_output TEXT NOT NULL CHECK (length(url_output) <= 300)
);

CREATE TABLE core_digitalsambacall (
    id TEXT NOT NULL PRIMARY KEY,
    created TEXT NOT NULL,
    config TEXT NOT NULL,
    ds_id TEXT NOT NULL,
    url_name TEXT NOT NULL CHECK (length(url_name) <= 255),
    room_id TEXT REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (room_id)
);
CREATE INDEX core_digitalsambacall_world_id ON core_digitalsambacall (world_id);

CREATE TABLE core_digitalsambacall_invited_members (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digitalsambacall_id TEXT NOT NULL REFERENCES core_digitalsambacall (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (digitalsambacall_id, user_id)
);
CREATE INDEX core_digitalsambacall_invited_members_user_id ON core_digitalsambacall_invited_members (user_id);

CREATE TABLE core_rouletterequest (
    id TEXT NOT NULL PRIMARY KEY,
    socket_id TEXT NOT NULL,
    expiry TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (socket_id, room_id)
);
CREATE INDEX core_rouletterequest_room_id ON core_rouletterequest (room_id);
CREATE INDEX core_rouletterequest_user_id ON core_rouletterequest (user_id);

CREATE TABLE core_roulettepairing (
    id TEXT NOT NULL PRIMARY KEY,
    timestamp TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    user1_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    user2_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_roulettepairing_room_id ON core_roulettepairing (room_id);
CREATE INDEX core_roulettepairing_user1_id ON core_roulettepairing (user1_id);
CREATE INDEX core_roulettepairing_user2_id ON core_roulettepairing (user2_id);
