create table incident (
    id text primary key,
    cluster text not null,
    part bigint not null,
    state text not null,
    severity text not null,
    pattern text not null,
    -- What was published last.
    revision bigint not null,
    -- The correlator's own count for it. The two part when somebody else than the correlator changes the incident.
    counted bigint not null,
    began_ms bigint not null,
    updated_ms bigint not null,
    body bytea not null
);
create index incident_by_partition on incident (part, state);
create index incident_by_age on incident (state, updated_ms);

-- How far a partition is correlated, and until when time has passed there.
create table correlator_position (
    part bigint primary key,
    position bigint not null,
    ticked_s bigint not null,
    epoch bigint not null
);
