-- What Orleans' ADO.NET membership provider asks for, in tables of our own: docs/decisions/0008-membership-tables.md.
-- The provider reads its statements from the table OrleansQuery; their keys, parameters and result columns are its contract.

-- One row a cluster. Every change of a member, but for signs of life, moves the version by one, and only from the version that its writer saw.
CREATE TABLE cluster_version (
    cluster text PRIMARY KEY,
    version integer NOT NULL DEFAULT 0
);

-- One row a silo's process: an address, and a generation by which a restarted silo differs from its predecessor.
CREATE TABLE cluster_member (
    cluster text NOT NULL REFERENCES cluster_version ON DELETE CASCADE,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL,
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL,
    proxy_port integer NOT NULL,
    suspect_times text,
    started_at timestamptz NOT NULL,
    alive_at timestamptz NOT NULL,
    PRIMARY KEY (cluster, address, port, generation)
);

CREATE TABLE OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- Answers whether the row was made now.
INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', $query$
WITH made AS (
    INSERT INTO cluster_version (cluster) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING cluster
)
SELECT EXISTS (SELECT FROM made);
$query$);

-- Answers whether the member was added: the version was the writer's, and there was no such member. A second writer waits for the first one's
-- row of cluster_version and then finds another version there.
INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', $query$
WITH moved AS (
    UPDATE cluster_version AS known SET version = known.version + 1
    WHERE known.cluster = @DeploymentId AND known.version = @Version AND NOT EXISTS (
        SELECT FROM cluster_member AS present
        WHERE present.cluster = @DeploymentId AND present.address = @Address AND present.port = @Port AND present.generation = @Generation)
    RETURNING known.cluster
), added AS (
    INSERT INTO cluster_member (cluster, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
    SELECT moved.cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM moved
    RETURNING cluster
)
SELECT EXISTS (SELECT FROM added);
$query$);

-- Answers whether the member was changed: the version was the writer's, and there is such a member.
INSERT INTO OrleansQuery VALUES ('UpdateMembershipKey', $query$
WITH moved AS (
    UPDATE cluster_version AS known SET version = known.version + 1
    WHERE known.cluster = @DeploymentId AND known.version = @Version AND EXISTS (
        SELECT FROM cluster_member AS present
        WHERE present.cluster = @DeploymentId AND present.address = @Address AND present.port = @Port AND present.generation = @Generation)
    RETURNING known.cluster
), changed AS (
    UPDATE cluster_member AS member SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    FROM moved
    WHERE member.cluster = moved.cluster AND member.address = @Address AND member.port = @Port AND member.generation = @Generation
    RETURNING member.cluster
)
SELECT EXISTS (SELECT FROM changed);
$query$);

-- A sign of life is no change of the membership: the version stays.
INSERT INTO OrleansQuery VALUES ('UpdateIAmAlivetimeKey', $query$
UPDATE cluster_member SET alive_at = @IAmAliveTime
WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation;
$query$);

-- One row a member; where there is none, one row with the version alone.
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', $query$
SELECT member.address AS Address, member.port AS Port, member.generation AS Generation, member.silo_name AS SiloName, member.host_name AS HostName,
    member.status AS Status, member.proxy_port AS ProxyPort, member.suspect_times AS SuspectTimes, member.started_at AS StartTime,
    member.alive_at AS IAmAliveTime, known.version AS Version
FROM cluster_version AS known LEFT JOIN cluster_member AS member ON member.cluster = known.cluster
WHERE known.cluster = @DeploymentId;
$query$);

INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', $query$
SELECT member.address AS Address, member.port AS Port, member.generation AS Generation, member.silo_name AS SiloName, member.host_name AS HostName,
    member.status AS Status, member.proxy_port AS ProxyPort, member.suspect_times AS SuspectTimes, member.started_at AS StartTime,
    member.alive_at AS IAmAliveTime, known.version AS Version
FROM cluster_version AS known LEFT JOIN cluster_member AS member
    ON member.cluster = known.cluster AND member.address = @Address AND member.port = @Port AND member.generation = @Generation
WHERE known.cluster = @DeploymentId;
$query$);

-- Silos with a port for clients, in the status asked for.
INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', $query$
SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
FROM cluster_member WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0;
$query$);

-- 6 is Orleans' SiloStatus.Dead. Whoever is not declared dead may be slow, and stays.
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', $query$
DELETE FROM cluster_member WHERE cluster = @DeploymentId AND status = 6 AND alive_at < @IAmAliveTime;
$query$);

-- Members go with their cluster's row.
INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', $query$
DELETE FROM cluster_version WHERE cluster = @DeploymentId;
$query$);
