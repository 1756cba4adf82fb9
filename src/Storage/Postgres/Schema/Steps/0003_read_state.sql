-- How far users have read, and whom a channel's next message shall be announced to, for installations without Redis. No foreign keys: the reference server
-- must be able to delete users and channels without knowing these tables.
CREATE TABLE fast_read_pointer (
    user_id uuid NOT NULL,
    channel_id uuid NOT NULL,
    event_id bigint NOT NULL,
    CONSTRAINT fast_read_pointer_pkey PRIMARY KEY (user_id, channel_id)
);

CREATE TABLE fast_unread_notify (
    channel_id uuid NOT NULL,
    user_id uuid NOT NULL,
    CONSTRAINT fast_unread_notify_pkey PRIMARY KEY (channel_id, user_id)
);
