-- Worlds, rooms, users and what hangs on them. Tables, columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE core_world (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) <= 50),
    title TEXT NOT NULL CHECK (length(title) <= 300),
    config TEXT CHECK (json_valid(config)),
    domain TEXT CHECK (length(domain) <= 250),
    roles TEXT CHECK (json_valid(roles)),
    trait_grants TEXT CHECK (json_valid(trait_grants)),
    version INTEGER NOT NULL CHECK (version >= 0),
    locale TEXT NOT NULL CHECK (length(locale) <= 100),
    timezone TEXT NOT NULL CHECK (length(timezone) <= 120),
    feature_flags TEXT NOT NULL CHECK (json_valid(feature_flags)),
    external_auth_url TEXT CHECK (length(external_auth_url) <= 200),
    vapid_private_key TEXT NOT NULL,
    vapid_public_key TEXT NOT NULL,
    UNIQUE (domain)
);

CREATE TABLE core_room (
    id TEXT NOT NULL PRIMARY KEY,
    module_config TEXT CHECK (json_valid(module_config)),
    name TEXT NOT NULL CHECK (length(name) <= 300),
    description TEXT,
    picture TEXT CHECK (length(picture) <= 100),
    import_id TEXT CHECK (length(import_id) <= 100),
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    sorting_priority INTEGER NOT NULL,
    trait_grants TEXT CHECK (json_valid(trait_grants)),
    version INTEGER NOT NULL CHECK (version >= 0),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    pretalx_id INTEGER NOT NULL,
    force_join INTEGER NOT NULL CHECK (force_join IN (0, 1)),
    schedule_data TEXT CHECK (json_valid(schedule_data))
);
CREATE INDEX core_room_world_id ON core_room (world_id);

CREATE TABLE core_user (
    id TEXT NOT NULL PRIMARY KEY,
    client_id TEXT CHECK (length(client_id) <= 200),
    token_id TEXT CHECK (length(token_id) <= 200),
    profile TEXT NOT NULL,
    traits TEXT NOT NULL,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL CHECK (version >= 0),
    moderation_state TEXT NOT NULL CHECK (length(moderation_state) <= 8),
    show_publicly INTEGER NOT NULL CHECK (show_publicly IN (0, 1)),
    last_login TEXT,
    pretalx_id TEXT CHECK (length(pretalx_id) <= 200),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    social_login_id_linkedin TEXT CHECK (length(social_login_id_linkedin) <= 190),
    social_login_id_twitter TEXT CHECK (length(social_login_id_twitter) <= 190),
    client_state TEXT NOT NULL,
    type TEXT NOT NULL CHECK (length(type) <= 8),
    UNIQUE (client_id, world_id),
    UNIQUE (token_id, world_id)
);
CREATE INDEX core_user_social_login_id_linkedin ON core_user (social_login_id_linkedin);
CREATE INDEX core_user_social_login_id_twitter ON core_user (social_login_id_twitter);
CREATE INDEX core_user_world_id ON core_user (world_id);

CREATE TABLE core_user_blocked_users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    to_user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (from_user_id, to_user_id)
);
CREATE INDEX core_user_blocked_users_to_user_id ON core_user_blocked_users (to_user_id);

CREATE TABLE core_worldgrant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    role TEXT NOT NULL CHECK (length(role) <= 200),
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_worldgrant_user_id ON core_worldgrant (user_id);
CREATE INDEX core_worldgrant_world_id ON core_worldgrant (world_id);

CREATE TABLE core_roomgrant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    role TEXT NOT NULL CHECK (length(role) <= 200),
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_roomgrant_room_id ON core_roomgrant (room_id);
CREATE INDEX core_roomgrant_user_id ON core_roomgrant (user_id);
CREATE INDEX core_roomgrant_world_id ON core_roomgrant (world_id);

CREATE TABLE core_roomview (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    start TEXT NOT NULL,
    "end" TEXT,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_roomview_start ON core_roomview (start);
CREATE INDEX core_roomview_end ON core_roomview ("end");
CREATE INDEX core_roomview_room_id ON core_roomview (room_id);
CREATE INDEX core_roomview_user_id ON core_roomview (user_id);

CREATE TABLE core_worldview (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    start TEXT NOT NULL,
    "end" TEXT,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_worldview_start ON core_worldview (start);
CREATE INDEX core_worldview_end ON core_worldview ("end");
CREATE INDEX core_worldview_user_id ON core_worldview (user_id);
CREATE INDEX core_worldview_world_id ON core_worldview (world_id);

CREATE TABLE core_auditlog (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    timestamp TEXT NOT NULL,
    type TEXT NOT NULL CHECK (length(type) <= 255),
    data TEXT NOT NULL,
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_auditlog_user_id ON core_auditlog (user_id);
CREATE INDEX core_auditlog_world_id ON core_auditlog (world_id);

CREATE TABLE core_shorttoken (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    expires TEXT NOT NULL,
    short_token TEXT NOT NULL CHECK (length(short_token) <= 150),
    long_token TEXT NOT NULL,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (short_token)
);
CREATE INDEX core_shorttoken_world_id ON core_shorttoken (world_id);

CREATE TABLE core_anonymousinvite (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    short_token TEXT NOT NULL CHECK (length(short_token) <= 150),
    expires TEXT NOT NULL,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (short_token)
);
CREATE INDEX core_anonymousinvite_room_id ON core_anonymousinvite (room_id);
CREATE INDEX core_anonymousinvite_world_id ON core_anonymousinvite (world_id);

CREATE TABLE core_announcement (
    id TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    show_until TEXT,
    timestamp TEXT NOT NULL,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    state TEXT NOT NULL CHECK (length(state) <= 8)
);
CREATE INDEX core_announcement_world_id ON core_announcement (world_id);

CREATE TABLE core_reaction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reaction TEXT NOT NULL CHECK (length(reaction) <= 100),
    amount INTEGER NOT NULL,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    datetime TEXT NOT NULL
);
CREATE INDEX core_reaction_room_id ON core_reaction (room_id);

CREATE TABLE core_feedback (
    id TEXT NOT NULL PRIMARY KEY,
    timestamp TEXT NOT NULL,
    module TEXT NOT NULL CHECK (length(module) <= 200),
    message TEXT,
    trace TEXT,
    world_id TEXT CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_feedback_world_id ON core_feedback (world_id);

CREATE TABLE core_webpushclient (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint TEXT NOT NULL CHECK (length(endpoint) <= 200),
    subscription TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (endpoint)
);
CREATE INDEX core_webpushclient_user_id ON core_webpushclient (user_id);

CREATE TABLE core_plannedusage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    start TEXT NOT NULL,
    "end" TEXT NOT NULL,
    attendees INTEGER NOT NULL CHECK (attendees >= 0),
    notes TEXT NOT NULL,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_plannedusage_world_id ON core_plannedusage (world_id);

CREATE TABLE storage_storedfile (
    id TEXT NOT NULL PRIMARY KEY,
    expires TEXT,
    date TEXT,
    filename TEXT NOT NULL CHECK (length(filename) <= 255),
    type TEXT NOT NULL CHECK (length(type) <= 255),
    file TEXT CHECK (length(file) <= 999),
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    source_url TEXT CHECK (length(source_url) <= 255)
);
CREATE INDEX storage_storedfile_user_id ON storage_storedfile (user_id);
CREATE INDEX storage_storedfile_world_id ON storage_storedfile (world_id);
