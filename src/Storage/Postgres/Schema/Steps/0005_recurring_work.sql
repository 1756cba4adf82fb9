-- Which node does recurring work at the moment, and when the work is due again.
CREATE TABLE fast_work (
    name varchar(100) NOT NULL,
    holder text,
    held_until timestamptz,
    due timestamptz NOT NULL,
    CONSTRAINT fast_work_pkey PRIMARY KEY (name)
);
