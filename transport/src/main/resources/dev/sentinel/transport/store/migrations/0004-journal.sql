-- Every accepted event, in the order of acceptance in its partition.
create table journal (
    part bigint not null,
    position bigint not null,
    event_id text not null,
    cluster text not null,
    kind text not null,
    occurred_ms bigint not null,
    body bytea not null,
    primary key (part, position)
);
create index journal_cluster on journal (cluster, kind);
