-- The last batch of each running writer, changed in the batch's own transaction: when the connection is lost during a commit, the row tells
-- whether the commit took place.
CREATE TABLE fast_writer (
    id uuid NOT NULL,
    batch bigint NOT NULL,
    updated timestamptz NOT NULL,
    CONSTRAINT fast_writer_pkey PRIMARY KEY (id)
);
