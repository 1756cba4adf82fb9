-- How far users have read, and whom a channel's next message shall be announced to. Our own tables; with Redis its keys take their place.

CREATE TABLE fast_read_pointer (
    user_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    event_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel_id)
) WITHOUT ROWID;

CREATE TABLE fast_unread_notify (
    channel_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    PRIMARY KEY (channel_id, user_id)
) WITHOUT ROWID;
