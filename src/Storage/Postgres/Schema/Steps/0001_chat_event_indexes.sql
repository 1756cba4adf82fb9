-- Pages of a channel's history, newest first. The reference server's index on channel_id alone makes every page sort the whole channel.
CREATE INDEX fast_chatevent_channel ON core_chatevent (channel_id, id);

-- The same without joins and leaves, of which a busy room has more than messages.
CREATE INDEX fast_chatevent_channel_content ON core_chatevent (channel_id, id) WHERE event_type <> 'channel.member';
