-- frame_log       one row a session; session is null while what is left of a deleted log is being deleted
-- frame_log_key   the key of a log's frames and blocks; gone once the log is deleted
-- frame_run       frames of one epoch, sealed
-- frame_block     one row a command, sealed
-- frame_day       payload bytes committed, a session and UTC day
-- grain_state     one row a grain and state name

-- Generations come from here, so that none ever returns, even after a delete.
CREATE SEQUENCE frame_log_generation;

-- Half-filled pages: the row changes with every commit, and its new version should find room beside the old one.
CREATE TABLE frame_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session text COLLATE "C" UNIQUE,
    generation bigint NOT NULL,
    end_sequence bigint NOT NULL,
    epoch bigint NOT NULL,
    payload_bytes bigint NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX frame_log_deleted ON frame_log (id) WHERE session IS NULL;

-- Dead keys are what stands between a deleted log and its remnants: vacuum this small table first.
CREATE TABLE frame_log_key (
    log bigint PRIMARY KEY,
    key bytea NOT NULL
) WITH (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0);

CREATE TABLE frame_run (
    log bigint NOT NULL,
    first bigint NOT NULL,
    count bigint NOT NULL,
    epoch bigint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (log, first)
);

CREATE TABLE frame_block (
    log bigint NOT NULL,
    number integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (log, number)
);

-- Sealed bytes don't compress.
ALTER TABLE frame_run ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE frame_block ALTER COLUMN sealed SET STORAGE EXTERNAL;

CREATE TABLE frame_day (
    log bigint NOT NULL,
    day integer NOT NULL,
    payload_bytes bigint NOT NULL,
    PRIMARY KEY (log, day)
);

CREATE TABLE grain_state (
    name text COLLATE "C" NOT NULL,
    grain text COLLATE "C" NOT NULL,
    etag text COLLATE "C" NOT NULL,
    json text NOT NULL,
    PRIMARY KEY (name, grain)
);
