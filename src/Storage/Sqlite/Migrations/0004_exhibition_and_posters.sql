-- Exhibition and posters. Tables, columns and constraints as in the PostgreSQL schema; value formats: SqliteFormats.cs.

CREATE TABLE core_exhibitor (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT CHECK (length(name) <= 80),
    tagline TEXT CHECK (length(tagline) <= 250),
    short_text TEXT,
    logo TEXT CHECK (length(logo) <= 200),
    text_legacy TEXT,
    size TEXT NOT NULL CHECK (length(size) <= 3),
    sorting_priority INTEGER NOT NULL,
    room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    banner_detail TEXT CHECK (length(banner_detail) <= 200),
    banner_list TEXT CHECK (length(banner_list) <= 200),
    contact_enabled INTEGER NOT NULL CHECK (contact_enabled IN (0, 1)),
    highlighted_room_id TEXT REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    text_content TEXT NOT NULL
);
CREATE INDEX core_exhibitor_highlighted_room_id ON core_exhibitor (highlighted_room_id);
CREATE INDEX core_exhibitor_room_id ON core_exhibitor (room_id);
CREATE INDEX core_exhibitor_world_id ON core_exhibitor (world_id);

CREATE TABLE core_exhibitorlink (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    display_text TEXT NOT NULL CHECK (length(display_text) <= 300),
    url TEXT NOT NULL CHECK (length(url) <= 200),
    exhibitor_id TEXT NOT NULL REFERENCES core_exhibitor (id) DEFERRABLE INITIALLY DEFERRED,
    category TEXT NOT NULL CHECK (length(category) <= 32),
    sorting_priority INTEGER NOT NULL
);
CREATE INDEX core_exhibitorlink_exhibitor_id ON core_exhibitorlink (exhibitor_id);

CREATE TABLE core_exhibitorsocialmedialink (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    display_text TEXT NOT NULL CHECK (length(display_text) <= 300),
    url TEXT NOT NULL CHECK (length(url) <= 200),
    exhibitor_id TEXT NOT NULL REFERENCES core_exhibitor (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_exhibitorsocialmedialink_exhibitor_id ON core_exhibitorsocialmedialink (exhibitor_id);

CREATE TABLE core_exhibitorstaff (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exhibitor_id TEXT NOT NULL REFERENCES core_exhibitor (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (user_id, exhibitor_id)
);
CREATE INDEX core_exhibitorstaff_exhibitor_id ON core_exhibitorstaff (exhibitor_id);

CREATE TABLE core_exhibitorview (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    datetime TEXT NOT NULL,
    exhibitor_id TEXT NOT NULL REFERENCES core_exhibitor (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_exhibitorview_exhibitor_id ON core_exhibitorview (exhibitor_id);
CREATE INDEX core_exhibitorview_user_id ON core_exhibitorview (user_id);

CREATE TABLE core_contactrequest (
    id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL CHECK (length(state) <= 8),
    exhibitor_id TEXT NOT NULL REFERENCES core_exhibitor (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    answered_by_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    timestamp TEXT
);
CREATE INDEX core_contactrequest_answered_by_id ON core_contactrequest (answered_by_id);
CREATE INDEX core_contactrequest_exhibitor_id ON core_contactrequest (exhibitor_id);
CREATE INDEX core_contactrequest_user_id ON core_contactrequest (user_id);

CREATE TABLE core_poster (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT,
    abstract TEXT NOT NULL,
    authors TEXT NOT NULL,
    tags TEXT NOT NULL,
    category TEXT,
    poster_url TEXT CHECK (length(poster_url) <= 200),
    poster_preview TEXT CHECK (length(poster_preview) <= 200),
    schedule_session TEXT,
    parent_room_id TEXT NOT NULL REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    presentation_room_id TEXT REFERENCES core_room (id) DEFERRABLE INITIALLY DEFERRED,
    world_id TEXT NOT NULL CHECK (length(world_id) <= 50) REFERENCES core_world (id) DEFERRABLE INITIALLY DEFERRED,
    channel_id TEXT REFERENCES core_channel (id) DEFERRABLE INITIALLY DEFERRED,
    import_id TEXT
);
CREATE INDEX core_poster_channel_id ON core_poster (channel_id);
CREATE INDEX core_poster_import_id ON core_poster (import_id);
CREATE INDEX core_poster_parent_room_id ON core_poster (parent_room_id);
CREATE INDEX core_poster_presentation_room_id ON core_poster (presentation_room_id);
CREATE INDEX core_poster_world_id ON core_poster (world_id);

CREATE TABLE core_posterlink (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    display_text TEXT NOT NULL CHECK (length(display_text) <= 300),
    url TEXT NOT NULL CHECK (length(url) <= 200),
    sorting_priority INTEGER NOT NULL,
    poster_id TEXT NOT NULL REFERENCES core_poster (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX core_posterlink_poster_id ON core_posterlink (poster_id);

CREATE TABLE core_posterpresenter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    poster_id TEXT NOT NULL REFERENCES core_poster (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (user_id, poster_id)
);
CREATE INDEX core_posterpresenter_poster_id ON core_posterpresenter (poster_id);

CREATE TABLE core_postervote (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    datetime TEXT NOT NULL,
    poster_id TEXT NOT NULL REFERENCES core_poster (id) DEFERRABLE INITIALLY DEFERRED,
    user_id TEXT NOT NULL REFERENCES core_user (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (user_id, poster_id)
);
CREATE INDEX core_postervote_poster_id ON core_postervote (poster_id);
