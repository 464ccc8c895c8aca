create table silence (
    id text primary key,
    starts_ms bigint not null,
    -- Its end as it was made, or the moment somebody ended it before.
    ends_ms bigint not null,
    body bytea not null
);
create index silence_by_end on silence (ends_ms);

create table maintenance (
    id text primary key,
    starts_ms bigint not null,
    ends_ms bigint not null,
    body bytea not null
);
create index maintenance_by_end on maintenance (ends_ms);
