-- What is kept of a log: frames from a sequence on, blocks from a number on, and the payload bytes of what is not.
ALTER TABLE frame_log
    ADD COLUMN oldest bigint NOT NULL DEFAULT 1,
    ADD COLUMN trimmed_bytes bigint NOT NULL DEFAULT 0,
    ADD COLUMN first_block integer NOT NULL DEFAULT 0;
